# find_package(Caseway 0.1): the target Caseway::caseway, for C++ (20) and C; and Caseway::testkit, for tests in C++. It needs no other package to build with.
include(${CMAKE_CURRENT_LIST_DIR}/CasewayTargets.cmake)
