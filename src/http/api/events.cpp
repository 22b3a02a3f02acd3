// /events: the audit trail.
#include "http/api/areas.hpp"
#include "http/api/list.hpp"
#include "store/event_list.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using scim::Json;

Json text_or_null(const store::Value& text) {
    return text ? Json(*text) : Json(nullptr);
}

Json shown(const store::EventLine& line) {
    return {
        {"id",         line.id                                                        },
        {"at",         line.at                                                        },
        {"actor",
         {{"kind", line.actor.kind},
          {"id", line.actor.id},
          {"name", text_or_null(line.actor_name)}}                                    },
        {"action",     line.action                                                    },
        {"subject",    {{"kind", line.subject.kind}, {"id", line.subject.id}}         },
        {"data",       Json::parse(line.data)                                         },
        {"request_id", line.request_id.empty() ? Json(nullptr) : Json(line.request_id)}
    };
}

Response list_events(ApiServices& services, ApiExchange& exchange) {
    return answer_list(
        services,
        exchange,
        store::event_list(),
        {},
        [](store::Session&, const std::vector<store::Row>& rows) {
            Json items = Json::array();
            for (const store::Row& row : rows)
                items.push_back(shown(store::read_event_line(row)));
            return items;
        }
    );
}

constexpr std::array events_table{
    ApiRoute{
             .method = "GET",
             .pattern = "/events",
             .handler = &list_events,
             .access = needs(invitation::Permission::audit_read),
             .operation = "listEvents",
             .summary = "The audit trail, oldest first; sort=-at for the newest",
             .response = "Event",
             .list = true},
};

}  // namespace

std::span<const ApiRoute> event_routes() {
    return events_table;
}

}  // namespace usher::http
