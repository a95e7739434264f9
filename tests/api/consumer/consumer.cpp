// What a user of the library writes first: scrub bytes in memory.
#include <cstdio>
#include <exifscrub/scrubber.hpp>
#include <fstream>
#include <iterator>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream in{argv[1], std::ios::binary};
  const std::vector<exifscrub::Byte> input{std::istreambuf_iterator<char>{in}, {}};

  exifscrub::Job job;
  job.policy = exifscrub::Policy{exifscrub::Mode::strip};
  std::vector<exifscrub::Byte> output;
  const exifscrub::Outcome outcome =
      exifscrub::Scrubber{job, nullptr}.filter(input, {"-", "-", true, {}}, output);

  std::printf("%s, %zu -> %zu bytes\n", std::string{name_of(outcome.status)}.c_str(), input.size(),
              output.size());
  std::ofstream{argv[2], std::ios::binary}.write(reinterpret_cast<const char*>(output.data()),
                                                 static_cast<std::streamsize>(output.size()));
  return outcome.status == exifscrub::Status::scrubbed ? 0 : 1;
}
