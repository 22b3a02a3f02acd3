# cmake -DOUT=FILE.cpp -P embed_schemas.cmake FILE.json...: writes the C++ source that defines
# usher::scim::embedded_schema_files() with the text of each file, in the order given.
set(entries "")
set(count 0)
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
    set(argument "${CMAKE_ARGV${index}}")
    if(is_file)
        get_filename_component(name "${argument}" NAME)
        file(READ "${argument}" text)
        string(APPEND entries "        {\"${name}\", R\"usher(${text})usher\"},\n")
        math(EXPR count "${count} + 1")
    elseif(argument MATCHES "embed_schemas[.]cmake$")
        set(is_file TRUE)
    endif()
endforeach()

file(WRITE "${OUT}" "// Made from schemas/*.json by cmake/embed_schemas.cmake.
#include <array>

#include \"usher/scim/schema.hpp\"

namespace usher::scim {

std::span<const SchemaFile> embedded_schema_files() {
    static const std::array<SchemaFile, ${count}> files{{
${entries}    }};
    return files;
}

}  // namespace usher::scim
")
