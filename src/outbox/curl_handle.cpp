#include "outbox/curl_handle.hpp"

#include <stdexcept>
#include <utility>

namespace usher::outbox {

namespace {

struct ReleaseUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

struct ReleaseText {
    void operator()(char* text) const { curl_free(text); }
};

/// Asked by libcurl now and then; anything but 0 ends the transfer.
int is_cancelled(
    void* cancelled,
    curl_off_t /*to_receive*/,
    curl_off_t /*received*/,
    curl_off_t /*to_send*/,
    curl_off_t /*sent*/
) {
    return static_cast<const std::stop_token*>(cancelled)->stop_requested() ? 1 : 0;
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, ReleaseText> held(text);
    return text;
}

}  // namespace

void CurlList::add(const std::string& text) {
    curl_slist* longer = curl_slist_append(list_.get(), text.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list_.release());
    list_.reset(longer);
}

CurlHandle::CurlHandle(std::stop_token cancelled) : cancelled_(std::move(cancelled)) {
    easy_.reset(curl_easy_init());
    if (easy_ == nullptr) throw std::bad_alloc();
}

void CurlHandle::reset() {
    curl_easy_reset(easy_.get());
    error_.fill('\0');
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &is_cancelled);
    set(CURLOPT_XFERINFODATA, &cancelled_);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
}

CURLcode CurlHandle::perform() {
    return curl_easy_perform(easy_.get());
}

long CurlHandle::response_code() const {
    long code = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

curl_off_t CurlHandle::retry_after() const {
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &seconds);
    return seconds;
}

std::string CurlHandle::error_text(CURLcode code) const {
    const std::string_view text = error_.data();
    return one_line(text.empty() ? curl_easy_strerror(code) : text);
}

void CurlHandle::check(CURLcode code, CURLoption option) {
    if (code == CURLE_OK) return;
    throw std::invalid_argument("libcurl refuses option " + std::to_string(option));
}

std::unique_ptr<CurlHandle> CurlPool::take() {
    std::unique_ptr<CurlHandle> handle;
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            handle = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    if (handle == nullptr) handle = std::make_unique<CurlHandle>(cancelled_);
    handle->reset();
    return handle;
}

void CurlPool::give_back(std::unique_ptr<CurlHandle> handle) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(handle));
}

std::optional<CurlUrl> parse_url(const std::string& url) {
    const std::unique_ptr<CURLU, ReleaseUrl> parsed(curl_url());
    const unsigned any_scheme = CURLU_NON_SUPPORT_SCHEME;
    if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), any_scheme) != CURLUE_OK)
        return std::nullopt;
    CurlUrl taken_apart{
        .bare = "",
        .scheme = part_of(parsed.get(), CURLUPART_SCHEME),
        .user = part_of(parsed.get(), CURLUPART_USER, CURLU_URLDECODE),
        .password = part_of(parsed.get(), CURLUPART_PASSWORD, CURLU_URLDECODE),
        .query = part_of(parsed.get(), CURLUPART_QUERY)};
    for (const CURLUPart part :
         {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT})
        curl_url_set(parsed.get(), part, nullptr, 0);
    taken_apart.bare = part_of(parsed.get(), CURLUPART_URL);
    if (part_of(parsed.get(), CURLUPART_HOST).empty()) return std::nullopt;
    return taken_apart;
}

std::string one_line(std::string_view text) {
    constexpr std::size_t most = 200;
    std::string line;
    for (const char c : text.substr(0, most))
        line += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? ' ' : c;
    while (line.ends_with(' ') || (!line.empty() && (line.back() & 0x80) != 0))
        line.pop_back();
    return line;
}

}  // namespace usher::outbox
