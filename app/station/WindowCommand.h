#pragma once

namespace isocenter {

/// The program with its window: isocenter [--cache DIR] [--settings FILE] [--screenshot FILE.png [--size WxH]] [PATH...].
/// Returns the exit status (cli::ExitCode).
int runWindow(int& argc, char** argv);

} // namespace isocenter
