#include "store/statement_cache.hpp"

#include <algorithm>
#include <stdexcept>

namespace usher::store {

Statement::Statement(soci::session& session, DialectSql sql, Kind kind, std::size_t columns)
    : columns_(columns),
      inputs_(sql.names.size()),
      input_indicators_(sql.names.size(), soci::i_null),
      outputs_(kind == Kind::sqlite ? columns : 0),
      output_indicators_(outputs_.size(), soci::i_ok),
      statement_(session) {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        positions_.emplace(std::move(sql.names[i]), i);
        statement_.exchange(soci::use(inputs_[i], input_indicators_[i]));
    }
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
        statement_.exchange(soci::into(outputs_[i], output_indicators_[i]));
    }
    statement_.alloc();
    statement_.prepare(sql.text);
    statement_.define_and_bind();
}

void Statement::bind(const Parameters& parameters) {
    std::vector<bool> bound(inputs_.size());
    for (const auto& [name, value] : parameters) {
        const auto position = positions_.find(std::string(name));
        if (position == positions_.end()) continue;
        if (bound[position->second]) {
            throw std::invalid_argument("two values for :" + std::string(name));
        }
        const std::size_t i = position->second;
        bound[i] = true;
        if (value && value->find('\0') != std::string::npos) {
            throw std::invalid_argument("U+0000 in the value of :" + std::string(name));
        }
        inputs_[i] = value.value_or(std::string());
        input_indicators_[i] = value ? soci::i_ok : soci::i_null;
    }
    for (const auto& [name, i] : positions_) {
        if (!bound[i]) throw std::invalid_argument("the statement needs :" + name);
    }
}

std::size_t Statement::changed_rows() {
    return static_cast<std::size_t>(std::max(0LL, statement_.get_affected_rows()));
}

void Statement::each_row(const RowSink& sink) {
    do {
        Row values = row();
        if (!sink(values)) break;
    } while (statement_.fetch());
}

bool Statement::execute() {
    try {
        return statement_.execute(true);
    } catch (const soci::soci_error&) {
        // After a failure SOCI's PostgreSQL backend forgets its copies of the values, a leak.
        statement_.undefine_and_bind();
        statement_.define_and_bind();
        throw;
    }
}

void Statement::clear() {
    // Not clear() on the texts: a kept statement would keep the memory of its largest values.
    for (std::string& input : inputs_)
        input = std::string();
    for (std::string& output : outputs_)
        output = std::string();
}

Row Statement::row() {
    Row values(outputs_.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (output_indicators_[i] != soci::i_null) values[i] = std::move(outputs_[i]);
    }
    return values;
}

Statement& StatementCache::get(const std::string& sql, std::size_t columns) {
    if (const auto found = by_sql_.find(sql); found != by_sql_.end()) {
        if (found->second->statement.columns() != columns) {
            throw std::logic_error("one SQL text asked for with two numbers of columns: " + sql);
        }
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->statement;
    }
    if (entries_.size() >= capacity_) erase(std::string(entries_.back().sql));
    entries_.emplace_front(sql, session_, kind_, columns);
    by_sql_.emplace(entries_.front().sql, entries_.begin());
    return entries_.front().statement;
}

void StatementCache::erase(const std::string& sql) {
    const auto found = by_sql_.find(sql);
    if (found == by_sql_.end()) return;
    const auto entry = found->second;
    by_sql_.erase(found);
    entries_.erase(entry);
}

void StatementCache::clear() {
    by_sql_.clear();
    entries_.clear();
}

}  // namespace usher::store
