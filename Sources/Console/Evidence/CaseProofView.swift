import Casework
import Ledger

/// What a case keeps as proof, ready for its template: frozen telemetry, and the package.
struct CaseProofView: Sendable {
  struct Freeze: Sendable {
    let frozen: Moment
    let holds: String
    let isWaiting: Bool
  }

  let freezeHref: String
  let packageHref: String
  let freezes: [Freeze]
  let hasFreezes: Bool
  let mayFreeze: Bool
  let mayExport: Bool

  /// nil for who sees neither.
  init?(_ reading: CaseReading, account: Account, names: PlanNames, time: LocalTime, now: Int) {
    let file = reading.detail.file
    let relation = PolicyObject.caseFile(file.relation)
    let (texts, hasGrounds) = (names.texts, !reading.detail.grounds.isEmpty)
    mayFreeze = hasGrounds && Policy.may(account, .freezeEvidence, relation)
    mayExport = Policy.may(account, .exportEvidence, relation)
    guard mayFreeze || mayExport else { return nil }
    freezeHref = "/cases/\(file.id)/freezes"
    packageHref = "/cases/\(file.id)/package"
    freezes = reading.freezes.map { note in
      Freeze(
        frozen: Moment(note.frozenAt ?? note.askedAt, now: now, time: time, texts: texts),
        holds: texts(
          note.frozenAt == nil ? "proof.waiting" : "proof.holds",
          [
            "series": "\(note.seriesCount)", "values": "\(note.valueCount)",
            "frames": "\(note.frameCount)",
          ]), isWaiting: note.frozenAt == nil)
    }
    hasFreezes = !freezes.isEmpty
  }
}
