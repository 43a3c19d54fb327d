# One INTERFACE target carries the compile rules of the house; every layer and every test links it.
add_library(isocenter_rules INTERFACE)
target_compile_features(isocenter_rules INTERFACE cxx_std_17)
target_compile_options(isocenter_rules INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  -fvisibility=hidden -fno-strict-aliasing)
target_compile_definitions(isocenter_rules INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_URL_CAST_FROM_STRING
  QT_DISABLE_DEPRECATED_BEFORE=0x060400
  ISOCENTER_VERSION="${PROJECT_VERSION}")

# A sanitizer is chosen by the preset: address (with undefined) or thread.
set(ISOCENTER_SANITIZE "" CACHE STRING "Sanitizers passed to -fsanitize=")
if(ISOCENTER_SANITIZE)
  target_compile_options(isocenter_rules INTERFACE -fsanitize=${ISOCENTER_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(isocenter_rules INTERFACE -fsanitize=${ISOCENTER_SANITIZE})
endif()

# Fuzz targets (tests/fuzz) want the layers instrumented; clang only.
option(ISOCENTER_FUZZ "Build the libFuzzer targets" OFF)
if(ISOCENTER_FUZZ)
  target_compile_options(isocenter_rules INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(isocenter_rules INTERFACE -fsanitize=fuzzer-no-link)
endif()

# isocenter_layer(<name>): a static library whose include root is its own folder and nothing else.
# The areas inside a layer add their sources with target_sources in their own CMakeLists.txt.
function(isocenter_layer name)
  add_library(${name} STATIC)
  add_library(Isocenter::${name} ALIAS ${name})
  target_link_libraries(${name} PUBLIC isocenter_rules)
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON OUTPUT_NAME isocenter_${name} VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# isocenter_area(<layer> HEADERS ... SOURCES ...): the files of one room. HEADERS are public and must compile alone.
function(isocenter_area layer)
  cmake_parse_arguments(AREA "" "" "HEADERS;SOURCES" ${ARGN})
  list(TRANSFORM AREA_HEADERS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(TRANSFORM AREA_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  target_sources(${layer} PRIVATE ${AREA_SOURCES})
  if(AREA_HEADERS)
    get_target_property(root ${layer} SOURCE_DIR)
    target_sources(${layer} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${AREA_HEADERS})
  endif()
endfunction()
