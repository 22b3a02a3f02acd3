// libcurl, held: handles and lists that go with their scope, and what every use of it has in
// common.
#pragma once

#include <array>
#include <curl/curl.h>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::outbox {

/// A list of texts for libcurl.
class CurlList {
  public:
    void add(const std::string& text);

    [[nodiscard]] curl_slist* get() const { return list_.get(); }

  private:
    struct Release {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    std::unique_ptr<curl_slist, Release> list_;
};

/// An easy handle, which keeps its connection open for the next use. Of one thread at a time.
class CurlHandle {
  public:
    /// Once `cancelled`, every transfer ends with CURLE_ABORTED_BY_CALLBACK within a second or so.
    explicit CurlHandle(std::stop_token cancelled);
    CurlHandle(const CurlHandle&) = delete;
    CurlHandle& operator=(const CurlHandle&) = delete;
    ~CurlHandle() = default;

    /// Forgets every option but not the connection; sets what holds for every transfer: no signals,
    /// no proxy from the environment, the first error's text kept.
    void reset();

    /// Throws std::invalid_argument naming the option that libcurl does not take.
    template <class Value>
    void set(CURLoption option, Value value) {
        check(curl_easy_setopt(easy_.get(), option, value), option);
    }

    [[nodiscard]] CURLcode perform();
    /// The last answer's code; 0: there was none.
    [[nodiscard]] long response_code() const;
    [[nodiscard]] curl_off_t retry_after() const;
    /// What perform() could not do, in libcurl's words.
    [[nodiscard]] std::string error_text(CURLcode code) const;

  private:
    struct Release {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };

    static void check(CURLcode code, CURLoption option);

    std::unique_ptr<CURL, Release> easy_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    std::stop_token cancelled_;
};

/// Handles that wait for their next use. Thread-safe.
class CurlPool {
  public:
    explicit CurlPool(std::stop_token cancelled) : cancelled_(std::move(cancelled)) {}

    /// An idle handle, or a new one; reset.
    [[nodiscard]] std::unique_ptr<CurlHandle> take();
    /// Keeps `handle`, with its connection.
    void give_back(std::unique_ptr<CurlHandle> handle);

  private:
    std::stop_token cancelled_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<CurlHandle>> idle_;
};

/// A URL taken apart.
struct CurlUrl {
    std::string bare;  ///< without user, password and query
    std::string scheme;
    std::string user;      ///< decoded
    std::string password;  ///< decoded
    std::string query;     ///< as written, without '?'
};

/// nullopt for what is no URL with a host.
[[nodiscard]] std::optional<CurlUrl> parse_url(const std::string& url);

/// `text` as it may stand in a detail: one line of printable characters, at most 200 bytes.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace usher::outbox
