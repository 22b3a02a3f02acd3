#include "store/locks.hpp"

namespace usher::store {

std::string mailbox_lock(const std::string& organization_id, const std::string& email_key) {
    return "mailbox " + organization_id + " " + email_key;
}

std::string phone_lock(const std::string& organization_id, const std::string& phone_key) {
    return "phone " + organization_id + " " + phone_key;
}

std::string seats_lock(const std::string& organization_id) {
    return "seats " + organization_id;
}

std::string founders_lock(const std::string& organization_id) {
    return "founders " + organization_id;
}

}  // namespace usher::store
