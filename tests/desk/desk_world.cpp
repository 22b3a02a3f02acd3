#include "tests/desk/desk_world.hpp"

#include "base/id.hpp"
#include "directory/unit_of_work.hpp"
#include "store/members.hpp"
#include "store/people.hpp"

#include <stdexcept>

namespace usher::test {

namespace {

scim::Registry load_registry() {
    const auto embedded = scim::embedded_schema_files();
    return scim::Registry::load({embedded.begin(), embedded.end()});
}

template <class Value>
store::Outcome<Value> outcome(Value value, store::Effects effects) {
    return {
        .value = std::move(value),
        .events = std::move(effects.events),
        .letters = std::move(effects.letters)};
}

}  // namespace

DeskWorld::DeskWorld(store::Kind kind)
    : registry_(load_registry()),
      url_(fresh_database_url(kind)),
      database_({.url = url_}, clock_),
      organization_(store::create_organization(database_, "acme", "Acme").value()),
      directory_(store::create_directory(
          database_,
          organization_,
          {.id = {}, .name = "HR", .on_create = "activate", .dialect = "strict"}
      )),
      office_{
          .database = database_,
          .registry = registry_,
          .clock = clock_,
          .server_key = base::Secret(std::string(32, 'k')),
          .public_url = "https://usher.example.org"} {}

desk::Caller DeskWorld::admin() const {
    return caller(invitation::Role::founder);
}

desk::Caller DeskWorld::caller(invitation::Role role) const {
    return {
        .organization_id = organization_.id,
        .actor = {.kind = "token",      .id = "test"},
        .user_id = {                    },
        .role = role,
        .permissions = invitation::permissions_of(role),
        .request_id = "test-request"
    };
}

directory::Call DeskWorld::call() {
    const auto organization = database_.read([&](store::Session& session) {
        return desk::require_organization(session, id());
    });
    return desk::call_of(admin(), organization);
}

std::string DeskWorld::write(directory::Call call, const std::string& user_name, const Json& more) {
    return database_.change([&](store::Transaction& tx) {
        auto inserted = directory::UnitOfWork(call, office_.user_type(), tx)
                            .insert_or_reclaim(test::user(user_name, more));
        return outcome(inserted.resource.id, std::move(inserted.effects));
    });
}

std::string DeskWorld::push(
    const std::string& user_name, const Json& more, const std::string& on_create
) {
    auto pushing = call();
    pushing.directory = directory_.directory;
    pushing.directory.on_create = on_create;
    pushing.actor = {.kind = "directory", .id = directory_id()};
    return write(std::move(pushing), user_name, more);
}

std::string DeskWorld::add(const std::string& user_name, const Json& more) {
    return write(call(), user_name, more);
}

std::string DeskWorld::add_group(const std::string& name) {
    return database_.change([&](store::Transaction& tx) {
        const auto calling = call_of(admin(), desk::require_organization(tx, id()));
        auto inserted = directory::UnitOfWork(calling, office_.group_type(), tx)
                            .insert_or_reclaim(test::without(test::group(name), {"members"}));
        return outcome(inserted.resource.id, std::move(inserted.effects));
    });
}

void DeskWorld::join(
    const std::string& group_id, const std::string& user_id, const std::string& role
) {
    (void)database_.change([&](store::Transaction& tx) {
        const store::GroupKey group{.organization_id = id(), .type = "Group", .id = group_id};
        const auto changed = store::add_members(tx, group, {"User"}, {user_id});
        store::set_membership_role(tx, group, user_id, role);
        return outcome(changed.added.size(), {});
    });
}

void DeskWorld::remove(const std::string& user_id) {
    (void)database_.change([&](store::Transaction& tx) {
        const auto calling = call_of(admin(), desk::require_organization(tx, id()));
        const auto found = store::lock_resource(tx, id(), "User", user_id).value();
        return outcome(
            true, directory::UnitOfWork(calling, office_.user_type(), tx).remove(registry_, found)
        );
    });
}

void DeskWorld::change_settings(const Json& changes) {
    (void)database_.change([&](store::Transaction& tx) {
        auto organization = desk::require_organization(tx, id());
        organization.row.settings =
            invitation::write_settings(invitation::apply_changes(organization.settings, changes));
        store::update_organization_row(tx, organization.row);
        return outcome(true, {});
    });
}

void DeskWorld::make_founder(const std::string& user_id) {
    (void)database_.change([&](store::Transaction& tx) {
        auto person = store::person_of(tx, id(), user_id);
        person.organization_role = "founder";
        store::store_person(tx, id(), person);
        return outcome(true, {});
    });
}

store::Invitation DeskWorld::insert_invitation(const std::string& user_id) {
    return database_.change([&](store::Transaction& tx) {
        store::Invitation invitation;
        invitation.id = base::new_id(tx.now());
        invitation.user_id = user_id;
        invitation.channels = {"email"};
        invitation.counters = {
            {"email", 1}
        };
        invitation.created_by = admin().actor;
        invitation.created_at = base::to_text(tx.now());
        invitation.expires_at = base::to_text(tx.now() + std::chrono::hours(24 * 7));
        if (!store::insert_invitation(tx, id(), invitation)) {
            throw std::runtime_error("there is an open invitation already");
        }
        return outcome(invitation, {});
    });
}

std::string DeskWorld::insert_request(const std::string& email) {
    return database_.change([&](store::Transaction& tx) {
        store::InvitationRequest request;
        request.id = base::new_id(tx.now());
        request.email = email;
        request.email_key = email;
        request.created_at = base::to_text(tx.now());
        if (!store::insert_request(tx, id(), request)) {
            throw std::runtime_error("there is a pending request already");
        }
        return outcome(request.id, {});
    });
}

std::optional<store::StoredResource> DeskWorld::user(const std::string& user_id) {
    return database_.read([&](store::Session& session) {
        return store::find_resource(session, id(), "User", user_id);
    });
}

Json DeskWorld::document(const std::string& user_id) {
    return scim::parse_json(user(user_id).value().document);
}

std::string DeskWorld::request_state(const std::string& request_id) {
    return texts(
               "SELECT state FROM invitation_request WHERE id = :id",
               {
                   {"id", request_id}
    }
    ).at(0);
}

std::string DeskWorld::invitation_state(const std::string& invitation_id) {
    return texts(
               "SELECT state FROM invitation WHERE id = :id",
               {
                   {"id", invitation_id}
    }
    ).at(0);
}

void DeskWorld::execute(const std::string& sql, const store::Parameters& parameters) {
    (void)database_.change([&](store::Transaction& tx) {
        tx.execute(sql, parameters);
        return outcome(true, {});
    });
}

Texts DeskWorld::texts(const std::string& sql, const store::Parameters& parameters) {
    return database_.read([&](store::Session& session) {
        Texts found;
        for (const auto& row : session.select(sql, parameters, 1))
            found.push_back(row.front().value_or(""));
        return found;
    });
}

std::size_t DeskWorld::events(const std::string& action) {
    return texts(
               "SELECT id FROM event WHERE organization_id = :organization AND action = :action",
               {
                   {"organization", id()  },
                   {"action",       action}
    }
    ).size();
}

Json emails(const Texts& addresses) {
    Json list = Json::array();
    for (const std::string& address : addresses)
        list.push_back(Json{
            {"value", address}
        });
    return Json{
        {"emails", list}
    };
}

}  // namespace usher::test
