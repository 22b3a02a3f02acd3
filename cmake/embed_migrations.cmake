# cmake -DOUTPUT=FILE -DINPUTS=A|B|... -P embed_migrations.cmake
# Writes the C++ source behind src/store/migrations.hpp: the SQL files, in the order given.
set(entries "")
string(REPLACE "|" ";" inputs "${INPUTS}")
foreach(input IN LISTS inputs)
    get_filename_component(name ${input} NAME_WE)
    if(NOT name MATCHES "^0*([1-9][0-9]*)_[a-z_]+$")
        message(FATAL_ERROR "a migration is called NNNN_name.sql, not ${input}")
    endif()
    set(version ${CMAKE_MATCH_1})
    file(READ ${input} sql)
    string(APPEND entries "    Migration{${version}, \"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by cmake/embed_migrations.cmake.
#include \"store/migrations.hpp\"

#include <array>

namespace usher::store {

std::span<const Migration> migrations() {
    static constexpr std::array made{
${entries}    };
    return made;
}

}  // namespace usher::store
")
