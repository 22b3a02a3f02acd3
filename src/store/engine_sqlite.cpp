#include "store/engine.hpp"
#include "store/pool.hpp"
#include "store/sqlite_writer.hpp"

namespace usher::store {

namespace {

using namespace std::chrono_literals;

std::string path_of(const std::string& url) {
    const std::string path = url.substr(std::string_view("sqlite:").size());
    if (path.empty() || path.starts_with(':')) {
        throw std::invalid_argument("the SQLite URL needs the path of a file: sqlite:PATH");
    }
    if (path.find_first_of(std::string_view("\"\0", 2)) != std::string::npos) {
        throw std::invalid_argument("the path in the SQLite URL holds a character SOCI cannot take"
        );
    }
    return path;
}

/// What all readers together keep of the file, which the system caches too.
constexpr std::size_t readers_cache_kib = 56'000;

class SqliteEngine : public Engine {
  public:
    SqliteEngine(const DatabaseOptions& options, const base::Clock& clock)
        : clock_(clock),
          path_(path_of(options.url)),
          writer_(path_, clock),
          readers_(connections(options.read_sessions)) {}

    [[nodiscard]] Kind kind() const override { return Kind::sqlite; }

    void with_reader(const Reading& body) override {
        const auto connection = readers_.lend(5s);
        connection->require();
        ReadSession session(*connection);
        body(session);
    }

    void with_writer(const UnitOfWork& body) override { writer_.run(body); }

    void exclusively(const std::function<void(Transaction&)>& body) override {
        SqliteConnection connection(path_, Access::read_and_write);
        connection.require();
        connection.command("BEGIN EXCLUSIVE");  // closing the connection rolls back
        WriteTransaction tx(connection, clock_.now());
        body(tx);
        tx.require_intact();
        connection.command("COMMIT");
    }

    [[nodiscard]] DatabaseCounters counters() const override { return writer_.counters(); }

  private:
    [[nodiscard]] std::vector<std::unique_ptr<SqliteConnection>> connections(std::size_t count
    ) const {
        std::vector<std::unique_ptr<SqliteConnection>> made;
        for (std::size_t i = 0; i < count; ++i) {
            made.push_back(std::make_unique<SqliteConnection>(
                path_, Access::read_only, readers_cache_kib / count
            ));
        }
        return made;
    }

    const base::Clock& clock_;
    std::string path_;
    SqliteWriter writer_;
    Pool<SqliteConnection> readers_;
};

}  // namespace

std::unique_ptr<Engine> sqlite_engine(const DatabaseOptions& options, const base::Clock& clock) {
    return std::make_unique<SqliteEngine>(options, clock);
}

}  // namespace usher::store
