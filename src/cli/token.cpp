#include "cli/token.hpp"

#include <utility>

namespace exifscrub::cli {
namespace {

constexpr std::uint64_t most_bytes = 16U << 20U;
constexpr std::size_t most_remarks = 256;

}  // namespace

void TokenQueue::add(Found found, std::uint64_t size, std::uint64_t inode) {
  const bool fits = token_.folder == found.folder && token_.files.size() < found.token_files &&
                    token_.bytes + size <= most_bytes;
  if (!token_.files.empty() && !fits) close();
  token_.folder = std::move(found.folder);
  token_.files.push_back(std::move(found.entry));
  token_.inodes.push_back(inode);
  token_.bytes += size;
}

void TokenQueue::pass_over(PassedOver kind, std::string path) {
  add({token_.files.size(), Passed{kind, std::move(path)}});
}

void TokenQueue::fail(std::string path, Status status, std::string reason) {
  Outcome outcome;
  outcome.path = std::move(path);
  outcome.status = status;
  outcome.reason = std::move(reason);
  add({token_.files.size(), std::move(outcome)});
}

void TokenQueue::close() {
  if (!token_.files.empty() || !token_.remarks.empty()) ready_.push_back(std::move(token_));
  token_ = {};
}

Token TokenQueue::take() {
  Token token = std::move(ready_.front());
  ready_.pop_front();
  return token;
}

void TokenQueue::add(Remark remark) {
  token_.remarks.push_back(std::move(remark));
  if (token_.remarks.size() >= most_remarks) close();
}

}  // namespace exifscrub::cli
