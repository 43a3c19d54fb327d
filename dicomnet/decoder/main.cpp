// isocenter-decoder: decodes compressed images for the station in a process of its own (isolation/DecoderPool.h).
#include "codec/DecoderHandler.h"

int main(int argc, char** argv)
{
    return isocenter::runDecoderLoop(argc, argv, &isocenter::warmDecodersUp, &isocenter::handleDecodeWork);
}
