#include "document/PageRenderer.h" // its meta-object is made beside this file
