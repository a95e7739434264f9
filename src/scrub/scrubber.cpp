#include "exifscrub/scrub.hpp"
