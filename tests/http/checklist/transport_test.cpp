// Media types, encodings, paths, TLS (RFC 7644 §3.8, §7): rows T01…T05.
#include "tests/support/test_server.hpp"
#include "tests/support/tls_peer.hpp"

#include <catch2/catch.hpp>

namespace usher::test::transport_test {

TEST_CASE("T01: both media types are taken, with parameters, and SCIM's is answered") {
    auto client = each_directory();
    int number = 0;
    for (const char* type :
         {"application/scim+json",
          "application/json",
          "application/scim+json; charset=utf-8",
          "application/json;charset=UTF-8",
          "Application/SCIM+JSON"}) {
        CAPTURE(type);
        const auto answer = client.post(
            "/Users",
            user("u" + std::to_string(++number)),
            {
                {"Content-Type", type}
        }
        );
        CHECK(answer.status == 201);
        CHECK(answer.header("Content-Type").starts_with("application/scim+json"));
    }
    for (const char* type :
         {"text/plain",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x"}) {
        check_error(
            client.post(
                "/Users",
                user("x"),
                {
                    {"Content-Type", type}
        }
            ),
            415
        );
    }
    CHECK(client.list("/Users")["totalResults"] == 5);
}

TEST_CASE("T02: whatever a client accepts, it gets JSON") {
    auto client = each_directory();
    for (const char* accept :
         {"application/scim+json",
          "application/json",
          "*/*",
          "text/html",
          "application/scim+json;q=0.5, application/json",
          "nonsense"}) {
        CAPTURE(accept);
        const auto answer = client.get(
            "/Users",
            {
                {"Accept", accept}
        }
        );
        CHECK(answer.status == 200);
        const auto type = answer.header("Content-Type");
        CHECK((type.starts_with("application/scim+json") || type.starts_with("application/json")));
        CHECK(answer.json()["totalResults"] == 0);
    }
    CHECK(
        client
            .get(
                "/Users",
                {
                    {"Content-Type", "text/plain"}
    }
            )
            .status == 200
    );
}

TEST_CASE("T03: text is UTF-8, and what is none is refused") {
    auto client = each_directory();
    const std::string name = "Zoë 测试 🚀 e\xCC\x81";
    const auto made = client.create(
        "/Users",
        user(
            "a",
            Json{
                {"displayName", name}
    }
        )
    );
    CHECK(made["displayName"] == name);
    CHECK(client.find("/Users", "displayName co \"测试\"", "userName") == Texts{"a"});
    const Headers scim{
        {"Content-Type", "application/scim+json"}
    };
    for (const std::string bytes :
         {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"}) {
        const auto body =
            "{\"schemas\":[\"" + std::string(user_urn) + "\"],\"userName\":\"b" + bytes + "\"}";
        check_error(client.send("POST", "/scim/v2/Users", body, scim), 400, "invalidSyntax");
    }
    CHECK(client.send("GET", "/scim/v2/Users?filter=userName%20eq%20%22%FF%22").status == 400);
    CHECK(client.list("/Users")["totalResults"] == 1);
}

TEST_CASE("T04: TLS 1.2 and 1.3 are spoken, older versions are not") {
    const SelfSignedCertificate certificate;
    http::ServerOptions options;
    options.front.tls_certificate_file = certificate.certificate_file();
    options.front.tls_key_file = certificate.key_file();
    TestServer server(store::Kind::sqlite, options);
    CHECK(tls_get(server.port(), TlsVersion::v1_3, "/scim/v2/ServiceProviderConfig") == 200);
    CHECK(tls_get(server.port(), TlsVersion::v1_2, "/scim/v2/ServiceProviderConfig") == 200);
    CHECK(tls_get(server.port(), TlsVersion::v1_2, "/scim/v2/Users") == 401);
    CHECK(tls_get(server.port(), TlsVersion::v1_1, "/scim/v2/ServiceProviderConfig") == 0);
}

TEST_CASE("T05: a trailing slash, a doubled slash and the suffix .scim are tolerated") {
    auto client = each_directory();
    const auto id = client.create_id("/Users", user("a"));
    for (const std::string path :
         {"/scim/v2/Users/",
          "/scim/v2//Users",
          "/scim//v2/Users",
          "//scim/v2/Users",
          "/scim/v2/Users.scim"}) {
        CAPTURE(path);
        const auto answer = client.send("GET", path);
        REQUIRE(answer.status == 200);
        CHECK(answer.json()["totalResults"] == 1);
    }
    for (const auto& path :
         {"/scim/v2/Users/" + id + "/",
          "/scim/v2/Users//" + id,
          "/scim/v2/Users/" + id + ".scim"}) {
        CAPTURE(path);
        const auto answer = client.send("GET", path);
        REQUIRE(answer.status == 200);
        CHECK(answer.json()["id"] == id);
    }
    CHECK(
        client.send("GET", "/scim/v2/Users/?filter=userName%20eq%20%22a%22")
            .json()["totalResults"] == 1
    );
}

TEST_CASE("T05: HEAD answers as GET does, without a body, and OPTIONS names the methods") {
    auto client = each_directory();
    const auto path = "/scim/v2/Users/" + client.create_id("/Users", user("a"));
    const auto head = client.send("HEAD", path);
    const auto get = client.send("GET", path);
    CHECK(head.status == 200);
    CHECK(head.body.empty());
    CHECK(head.header("ETag") == get.header("ETag"));
    CHECK(head.header("Content-Length") == std::to_string(get.body.size()));
    CHECK(client.send("HEAD", "/scim/v2/Users/nobody").status == 404);
    const auto options = client.send("OPTIONS", path);
    CHECK(options.status < 300);
    CHECK(options.header("Allow").find("PATCH") != std::string::npos);
}

}  // namespace usher::test::transport_test
