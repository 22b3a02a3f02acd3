#include "store/second_factors.hpp"

namespace usher::store {

namespace {

Parameters factor_key(const std::string& organization_id, const std::string& user_id) {
    return {
        {"organization", organization_id},
        {"user",         user_id        }
    };
}

Parameters factor_key(
    const std::string& organization_id, const std::string& user_id, std::string_view kind
) {
    Parameters parameters = factor_key(organization_id, user_id);
    parameters.push_back({"kind", std::string(kind)});
    return parameters;
}

}  // namespace

std::vector<SecondFactor> second_factors_of(
    Session& session, const std::string& organization_id, const std::string& user_id
) {
    std::vector<SecondFactor> found;
    session.each(
        "SELECT kind, sealed_secret, last_step, created_at, confirmed_at FROM second_factor "
        "WHERE organization_id = :organization AND user_id = :user ORDER BY kind",
        factor_key(organization_id, user_id),
        5,
        [&](const Row& row) {
            found.push_back(
                {.kind = *row[0],
                 .sealed_secret = row[1],
                 .last_step = std::stoll(*row[2]),
                 .created_at = *row[3],
                 .confirmed_at = row[4]}
            );
            return true;
        }
    );
    return found;
}

bool begin_second_factor(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    const SecondFactor& factor
) {
    Parameters parameters = factor_key(organization_id, user_id, factor.kind);
    parameters.push_back({"secret", factor.sealed_secret});
    parameters.push_back({"now", base::to_text(tx.now())});
    const auto written = tx.execute(
        "INSERT INTO second_factor (organization_id, user_id, kind, sealed_secret, created_at) "
        "VALUES (:organization, :user, :kind, :secret, :now) "
        "ON CONFLICT (organization_id, user_id, kind) "
        "DO UPDATE SET sealed_secret = excluded.sealed_secret, last_step = 0, "
        "created_at = excluded.created_at WHERE second_factor.confirmed_at IS NULL",
        parameters
    );
    return written > 0;
}

bool confirm_second_factor(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view kind
) {
    Parameters parameters = factor_key(organization_id, user_id, kind);
    parameters.push_back({"now", base::to_text(tx.now())});
    const auto changed = tx.execute(
        "UPDATE second_factor SET confirmed_at = :now WHERE organization_id = :organization "
        "AND user_id = :user AND kind = :kind AND confirmed_at IS NULL",
        parameters
    );
    return changed > 0;
}

bool use_totp_step(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::int64_t step
) {
    Parameters parameters = factor_key(organization_id, user_id);
    parameters.push_back({"step", std::to_string(step)});
    const auto changed = tx.execute(
        "UPDATE second_factor SET last_step = CAST(:step AS $INTEGER) "
        "WHERE organization_id = :organization AND user_id = :user AND kind = 'totp' "
        "AND last_step < CAST(:step AS $INTEGER)",
        parameters
    );
    return changed > 0;
}

bool remove_second_factor(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view kind
) {
    const auto removed = tx.execute(
        "DELETE FROM second_factor "
        "WHERE organization_id = :organization AND user_id = :user AND kind = :kind",
        factor_key(organization_id, user_id, kind)
    );
    return removed > 0;
}

std::size_t remove_second_factors(
    Transaction& tx, const std::string& organization_id, const std::string& user_id
) {
    return tx.execute(
        "DELETE FROM second_factor WHERE organization_id = :organization AND user_id = :user",
        factor_key(organization_id, user_id)
    );
}

}  // namespace usher::store
