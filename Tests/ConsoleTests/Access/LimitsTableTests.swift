import Casework
import Ledger
import Steering
import Testing

@testable import Console

/// `Docs/security.md` says how much of what one may do; this test writes the table from the constants.
struct LimitsTableTests {
  private static func rate(_ rule: RateLimiter.Rule) -> String {
    "\(rule.burst) at once from one network, then one each \(rule.refillSeconds) s"
  }

  private static let settings = ConsoleSettings()

  private static var rows: [(what: String, limit: String)] {
    [
      ("sign-ins", rate(SigningController.attempts)),
      (
        "failed sign-ins of a name from a network",
        "\(LockOut.freeFailures), then locked for \(LockOut.firstSeconds) s, doubling to "
          + "\(LockOut.greatestSeconds / 60) min"
      ),
      ("failed sign-ins of a name from everywhere", "\(LockOut.freeFailuresOverAll)"),
      ("codes by text message asked for", rate(SMSController.messages)),
      (
        "codes by text message to a number",
        "one each \(SMSCodes.pauseSeconds) s, \(SMSCodes.dailyLimit) a day"
      ),
      ("sessions of an account", "\(Sessions.perAccount); the oldest ends"),
      (
        "passwords",
        "\(PasswordRule.length.lowerBound) to \(PasswordRule.length.upperBound) characters"
      ),
      ("keys of programs that are wrong", rate(CaseAsker.refusals)),
      ("reports from the public", rate(ReportController.reports)),
      (
        "a report",
        "\(ReportDraft.textLimit) characters and one photo; a contact of \(ReportDraft.contactLimit)"
      ),
      (
        "messages of a reporter in one case",
        "\(ReportMessage.reporterLimit) of \(ReportMessage.textLimit) characters"
      ),
      ("codes of reports tried", rate(TrackController.attempts)),
      (
        "uploads at once",
        "\(UploadSlots.perAccount) of an account, \(UploadSlots.accounts) of all; of guests "
          + "\(UploadSlots.perNetwork) of a network, \(UploadSlots.guests) of all"
      ),
      (
        "tables that wait for their confirmation",
        "\(UploadStore.personLimit) of an account, \(UploadStore.countLimit) of all"
      ),
      (
        "photos with one step, note or inspection",
        "\(StepEvidence.photoLimit) of \(AttachmentStore.byteLimit >> 20) MiB"
      ),
      ("a note or an answer in a case", "\(StepEvidence.noteLimit) characters"),
      ("cases worked on at once", "\(CaseBook.bulkLimit)"),
      ("rows of a register changed at once", "\(BulkChange.limit)"),
      (
        "a report on a task",
        "\(TaskWords.textLimit) characters, \(TaskWords.fileLimit) files"
      ),
      ("points and quantities of one declared stop", "\(StopBook.rowLimit)"),
      ("places of a patrol route", "\(PatrolRoute.mostStops)"),
      ("an evidence package", "\(EvidencePackage.byteLimit >> 20) MiB"),
      (
        "pages that follow live",
        "\(settings.streamsPerAccount) of an account, \(settings.streamsOverall) of all"
      ),
    ]
  }

  @Test func `the limits of what people may do are those of Docs/security.md`() throws {
    let lines = ["| what | at most |", "|---|---|"] + Self.rows.map { "| \($0) | \($1) |" }
    try WrittenTable(page: "security.md", name: "limits", by: "LimitsTableTests")
      .compare(lines.joined(separator: "\n") + "\n")
  }
}
