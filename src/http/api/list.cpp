#include "http/api/list.hpp"

#include "store/cursor.hpp"
#include "usher/scim/error.hpp"

#include <charconv>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

constexpr std::size_t usual_limit = 100;
constexpr std::size_t greatest_limit = 500;
constexpr std::chrono::hours cursor_lifetime{24};

std::size_t limit_of(const ApiExchange& exchange) {
    const auto text = exchange.parameter("limit");
    if (!text) return usual_limit;
    std::size_t limit = 0;
    const char* const end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, limit);
    if (read.ec != std::errc() || read.ptr != end || limit < 1 || limit > greatest_limit) {
        throw scim::Error::invalid_count(
            "limit is a whole number from 1 to " + std::to_string(greatest_limit)
        );
    }
    return limit;
}

/// What a cursor is bound to: who asks, and everything that the list depends on but the page.
std::string query_text(const ApiExchange& exchange, const store::ListSource& source) {
    std::string text = exchange.caller.organization_id + '\n' + exchange.caller.actor.kind + '\n' +
                       exchange.caller.actor.id + '\n' + source.name;
    for (const std::string& segment : exchange.target.path)
        text += '/' + segment;
    for (const auto& [name, value] : exchange.target.query) {
        if (name != "cursor" && name != "limit")
            text.append("\n").append(name).append("=").append(value);
    }
    return text;
}

}  // namespace

Response answer_list(
    ApiServices& services,
    const ApiExchange& exchange,
    const store::ListSource& source,
    const store::Parameters& parameters,
    const ListItems& items
) {
    const auto query = store::bind_list_query(
        source, exchange.parameter("filter").value_or(""), exchange.parameter("sort").value_or("")
    );
    const std::string bound_to = query_text(exchange, source);
    store::ListWindow window{.limit = limit_of(exchange)};
    std::optional<std::size_t> total;
    if (const auto text = exchange.parameter("cursor")) {
        const auto cursor =
            store::read_cursor(services.cursor_key, *text, bound_to, exchange.now, cursor_lifetime);
        window.after = cursor.position;
        total = cursor.total;
    }
    window.want_total = !total;

    store::Parameters all = parameters;
    all.push_back({"organization", exchange.caller.organization_id});
    return services.office.database.read([&](store::Session& session) {
        const auto page = store::read_list_page(session, query, all, window);
        if (page.total) total = page.total;
        Json answer{
            {"items", items(session, page.rows)},
            {"next_cursor",       nullptr       },
            {"total",       total.value_or(0)      }
        };
        if (page.next) {
            answer["next_cursor"] = store::write_cursor(
                services.cursor_key,
                {.position = *page.next,
                 .backward = false,
                 .count = window.limit,
                 .total = total,
                 .issued_at = exchange.now},
                bound_to
            );
        }
        return json_answer(answer);
    });
}

}  // namespace usher::http
