import Casework
import Ledger

/// What a verifier should look at in a case's photos, ready for its template.
struct PhotoDoubtsView: Sendable {
  struct Pair: Sendable {
    let how: String
    let here: String
    let hereHref: String
    let there: String
    let thereHref: String
    /// Whether the reader may see the other photo.
    let isThereShown: Bool
  }

  struct Mismatch: Sendable {
    let photoHref: String
    let differences: [String]
  }

  let pairs: [Pair]
  let hasPairs: Bool
  let mismatches: [Mismatch]
  let hasMismatches: Bool

  /// nil where there is nothing to look at, or somebody else does.
  init?(_ reading: CaseReading, account: Account, names: PlanNames, time: LocalTime, now: Int) {
    let (file, texts, doubts) = (reading.detail.file, names.texts, reading.doubts)
    guard Policy.may(account, .judgePhotos, .caseFile(file.relation)), !doubts.isEmpty else {
      return nil
    }
    pairs = doubts.alike.map { alike in
      let other = alike.otherCase.flatMap { reading.doubtCases[$0] }
      let when = ["time": time.second(alike.otherAt), "number": other?.number ?? ""]
      return Pair(
        how: alike.isSameFile
          ? texts("proof.likeSame") : texts("proof.likeOf", ["permille": "\(alike.permille)"]),
        here: texts("proof.likeHere", ["time": time.second(alike.photoAt)]),
        hereHref: "/cases/\(file.id)/photos/\(alike.photo)",
        there: texts(other == nil ? "proof.likeOther" : "proof.likeThere", when),
        thereHref: other.map { "/cases/\($0.id)/photos/\(alike.other)" } ?? "",
        isThereShown: other != nil)
    }
    hasPairs = !pairs.isEmpty
    mismatches = doubts.mismatches.map { mismatch in
      var differences: [String] = []
      if let taken = mismatch.takenAt {
        differences.append(
          texts(
            "proof.exifTime",
            [
              "exif": time.second(taken),
              "duration": texts.duration(seconds: abs(taken - mismatch.claimedAt)),
            ]))
      }
      if let metres = mismatch.metres {
        differences.append(texts("proof.exifPlace", ["metres": "\(metres)"]))
      }
      return Mismatch(
        photoHref: "/cases/\(file.id)/photos/\(mismatch.photo)", differences: differences)
    }
    hasMismatches = !mismatches.isEmpty
  }
}
