#include "app/transfer.hpp"

#include "app/wiring.hpp"
#include "store/access.hpp"
#include "store/people.hpp"
#include "store/transfer.hpp"

#include <algorithm>
#include <istream>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::app {

namespace {

using Json = nlohmann::ordered_json;
using store::Row;
using store::TransferTable;

constexpr int format = 1;
constexpr std::size_t rows_per_statement = 50;

store::OrganizationRow row_of_organization(store::Database& database, const std::string& slug) {
    const auto found = store::find_organization(database, slug);
    if (!found) throw std::runtime_error("there is no organization " + slug);
    return database
        .read([&](store::Session& session) {
            return store::find_organization_row(session, found->id);
        })
        .value();
}

Json shown(const store::TransferColumn& column, const store::Value& value) {
    if (!value) return nullptr;
    if (column.number) return std::stoll(*value);
    return *value;
}

void write_line(std::ostream& out, const Json& line) {
    out << line.dump() << '\n';
    if (!out) throw std::runtime_error("cannot write the export");
}

/// Reads an export line by line, and gathers rows of one table for one statement.
class Import {
  public:
    Import(store::Transaction& tx, store::OrganizationRow organization)
        : tx_(tx), organization_(std::move(organization)) {}

    void take(const std::string& text) {
        ++line_;
        const Json line = Json::parse(text, nullptr, false);
        if (!line.is_object()) fail("is no JSON object");
        if (line_ == 1) return take_header(line);
        const TransferTable& table = table_of(line);
        if (table_ != &table || rows_.size() == rows_per_statement) flush();
        table_ = &table;
        rows_.push_back(row_of(table, line));
    }

    void finish() {
        if (line_ == 0) throw std::runtime_error("the export is empty");
        flush();
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw std::runtime_error("line " + std::to_string(line_) + " " + what);
    }

    void take_header(const Json& line) {
        const bool fits = line.value("usher", "") == "organization" && line.contains("settings") &&
                          line["settings"].is_string() && line.contains("name") &&
                          line["name"].is_string();
        if (!fits) fail("does not begin an export");
        if (line.value("format", 0) != format) fail("is of another format than this program's");
        organization_.name = line["name"].get<std::string>();
        organization_.settings = line["settings"].get<std::string>();
        store::update_organization_row(tx_, organization_);
        store::remove_events(tx_, organization_.id);
    }

    [[nodiscard]] const TransferTable& table_of(const Json& line) const {
        const auto name = line.find("table");
        const auto tables = store::transferred_tables();
        const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) {
            return name != line.end() && *name == std::string(table.name);
        });
        if (found == tables.end()) fail("names no table of an export");
        return *found;
    }

    [[nodiscard]] Row row_of(const TransferTable& table, const Json& line) const {
        const auto fields = line.find("row");
        const bool fits =
            fields != line.end() && fields->is_object() && fields->size() == table.columns.size();
        if (!fits) fail("has not the columns of " + std::string(table.name));
        Row row;
        for (const auto& column : table.columns) {
            const auto value = fields->find(std::string(column.name));
            if (value == fields->end()) fail("has no " + std::string(column.name));
            row.push_back(value_of(column, *value));
        }
        return row;
    }

    [[nodiscard]] store::Value value_of(const store::TransferColumn& column, const Json& value)
        const {
        if (value.is_null()) return std::nullopt;
        if (column.number && value.is_number_integer()) return std::to_string(value.get<long>());
        if (!column.number && value.is_string()) return value.get<std::string>();
        fail("has a wrong " + std::string(column.name));
    }

    void flush() {
        if (table_ != nullptr) store::insert_rows(tx_, organization_.id, *table_, rows_);
        rows_.clear();
    }

    store::Transaction& tx_;
    store::OrganizationRow organization_;
    std::size_t line_ = 0;
    const TransferTable* table_ = nullptr;
    std::vector<Row> rows_;
};

}  // namespace

void export_organization(const base::Config& config, const std::string& slug, std::ostream& out) {
    MigratedDatabase migrated(config);
    const auto organization = row_of_organization(migrated.database(), slug);
    write_line(
        out,
        {
            {"usher",    "organization"       },
            {"format",   format               },
            {"name",     organization.name    },
            {"settings", organization.settings}
    }
    );
    for (const TransferTable& table : store::transferred_tables()) {
        store::each_row_of(migrated.database(), organization.id, table, [&](const Row& row) {
            Json fields = Json::object();
            for (std::size_t at = 0; at < row.size(); ++at) {
                const auto& column = table.columns[at];
                fields[std::string(column.name)] = shown(column, row[at]);
            }
            write_line(
                out,
                {
                    {"table", table.name       },
                    {"row",   std::move(fields)}
            }
            );
        });
    }
    out.flush();
    if (!out) throw std::runtime_error("cannot write the export");
}

void import_organization(const base::Config& config, const std::string& slug, std::istream& in) {
    MigratedDatabase migrated(config);
    const auto organization = row_of_organization(migrated.database(), slug);
    migrated.database().exclusively([&](store::Transaction& tx) {
        if (!store::is_empty_organization(tx, organization.id)) {
            throw std::runtime_error("the organization " + slug + " is not empty");
        }
        Import import(tx, organization);
        for (std::string line; std::getline(in, line);)
            import.take(line);
        import.finish();
    });
}

}  // namespace usher::app
