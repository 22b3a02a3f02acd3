#include "load/request_list.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace usher::bench {
namespace {

std::size_t label_position(std::vector<std::string>& labels, const std::string& label) {
    const auto found = std::find(labels.begin(), labels.end(), label);
    const auto position = static_cast<std::size_t>(found - labels.begin());
    if (found == labels.end()) labels.push_back(label);
    return position;
}

std::string render(const nlohmann::json& line, const Target& target) {
    const auto [origin, base] = split_url(target.url);
    const auto host = origin.substr(origin.rfind('/') + 1);
    const auto body = line.contains("body") ? line["body"].dump() : std::string();
    auto bytes = line.at("method").get<std::string>() + ' ' + base +
                 line.at("path").get<std::string>() + " HTTP/1.1\r\nHost: " + host +
                 "\r\nAuthorization: Bearer " + target.token +
                 "\r\nAccept: application/scim+json\r\n";
    if (!body.empty())
        bytes += "Content-Type: application/scim+json\r\nContent-Length: " +
                 std::to_string(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

}  // namespace

RequestList read_requests(const std::string& file, const Target& target) {
    std::ifstream in(file);
    RequestList list;
    for (std::string text; std::getline(in, text);) {
        const auto line = nlohmann::json::parse(text);
        const auto label = label_position(list.labels, line.value("label", "all"));
        list.requests.push_back({render(line, target), label});
    }
    if (list.requests.empty()) throw std::runtime_error("no requests in " + file);
    return list;
}

}  // namespace usher::bench
