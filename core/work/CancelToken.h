#pragma once

#include "base/CancelToken.h"
