import ActionPlan
import Crypto
public import GRDB

/// A list of facilities compared with those that are known.
public struct FacilityPreview: Sendable {
  public let rows: [FacilityListRow]
  /// What stands in the way of writing it; doubtful rows are none.
  public let faults: ImportFaults

  public var doubtful: [FacilityListRow] { rows.filter { $0.meaning == .doubtful } }

  public func count(_ isIt: (FacilityListRow) -> Bool) -> Int { rows.count(where: isIt) }

  /// The same for the same outcome, so that what is confirmed is what was seen.
  public var mark: String {
    let text = rows.map {
      "\($0.draft.hashText)|\($0.meaning)|\($0.likenesses.map(\.other))|\($0.differences)"
    }.joined(separator: "\n")
    return Array(SHA256.hash(data: Array(text.utf8)).prefix(12)).hex
  }
}

extension FacilityDraft {
  fileprivate var hashText: String {
    "\(line) \(id ?? "") \(isOther) \(name) \(nameEn ?? "") \(kind?.rawValue ?? "") \(place ?? "") "
      + "\(creditCode ?? "") \(position.map { "\($0.longitude) \($0.latitude)" } ?? "") "
      + "\(otherNames)"
  }
}

/// Says what each row of a list of facilities means.
///
/// A row is known by its id, else by its credit code, else by its name. A name that is only similar,
/// that several have, or beside the code of another firm is doubtful; so is one like an earlier row's.
public struct FacilityJudge {
  private let file: String
  private let sheet: String?
  private let kindOfNew: Facility.Kind?
  private let isOfNames: Bool
  private let known: FacilityNames
  private let answers: [Int: FacilityListAnswer]
  private var facilities: [String: Facility] = [:]
  private var ownerOfCode: [String: String] = [:]
  /// Whether misspelt names are looked for, which takes long in long lists.
  private let looksNear: Bool
  private var rows: [FacilityListRow] = []
  private var faults: ImportFaults
  private var lineOfFacility: [String: Int] = [:]
  private var lineOfCode: [String: Int] = [:]
  private var lineOfNewID: [String: Int] = [:]
  /// New rows of the list so far.
  private var earlier = FacilityCores<Int>()

  /// - Parameter answers: by the row's line.
  public static func preview(
    _ table: FacilityTable, answers: [Int: FacilityListAnswer] = [:], in db: Database
  ) throws -> FacilityPreview {
    var judge = try FacilityJudge(table, answers: answers, in: db)
    for draft in table.drafts { judge.take(draft) }
    return FacilityPreview(rows: judge.rows, faults: judge.faults)
  }

  private init(
    _ table: FacilityTable, answers: [Int: FacilityListAnswer], in db: Database
  ) throws {
    (file, sheet) = (table.file, table.sheet)
    (kindOfNew, isOfNames) = (table.kindOfNew, table.isOfNames)
    known = try FacilityNames(in: db).indexed()
    self.answers = answers
    looksNear = table.drafts.count <= 500
    for facility in try Facilities.list(in: db) {
      facilities[facility.id] = facility
      if let code = facility.creditCode { ownerOfCode[code] = facility.id }
    }
    faults = table.faults
  }

  private mutating func take(_ draft: FacilityDraft) {
    let before = faults.count
    var row = meaning(of: draft)
    if [.doubtful, .new].contains(row.meaning), let answer = answers[draft.line] {
      row.apply(answer)
    }
    switch row.meaning {
    case .new:
      row.draft.kind = row.draft.kind ?? kindOfNew
      checkNew(row)
    case .known(let id): row.differences = differences(row, of: id)
    case .spelling, .doubtful: break
    }
    if faults.count == before { rows.append(row) }
  }

  /// Before anybody was asked.
  private func meaning(of draft: FacilityDraft) -> FacilityListRow {
    func row(
      _ meaning: FacilityListRow.Meaning, _ like: [FacilityListRow.Likeness] = [],
      standIn: String? = nil
    ) -> FacilityListRow {
      FacilityListRow(draft: draft, meaning: meaning, likenesses: like, standIn: standIn)
    }
    if let id = draft.id.map(known.kept), facilities[id] != nil, !known.waits(id),
      !known.isNobody(id)
    {
      return row(.known(id))
    }
    let coded = draft.creditCode.flatMap { known.coded($0) }
    switch known.match(draft.name) {
    case .exact(let named) where known.waits(named):
      let close = known.candidates(draft.name, creditCode: draft.creditCode, but: named)
      return row(draft.isOther ? .new : .doubtful, Self.like(close), standIn: named)
    case .exact(let named):
      let isOthers = draft.creditCode != nil && facilities[named]?.creditCode != nil
      if let coded, coded != named {
        return row(
          .doubtful,
          Self.like([.init(facility: coded, why: .code), .init(facility: named, why: .name)]))
      }
      // One name with two codes, or of which the list says that it is another one.
      if coded == nil, isOthers || draft.isOther || draft.id != nil {
        return row(
          draft.isOther ? .new : .doubtful, Self.like([.init(facility: named, why: .name)]))
      }
      return row(.known(named))
    case .doubtful(let ids):
      if let coded { return row(.known(coded)) }
      let close = known.candidates(draft.name).filter { ids.contains($0.facility) }
      return row(draft.isOther ? .new : .doubtful, Self.like(close))
    case .noFacility, .none:
      if let coded { return row(.known(coded)) }
      let like = earlier.like(FacilityName.core(draft.name)).sorted().prefix(5).map {
        FacilityListRow.Likeness(other: .row($0), why: .similar)
      }
      if !like.isEmpty, !draft.isOther { return row(.doubtful, like) }
      return row(.new, looksNear ? Self.like(known.near(draft.name)) : [])
    }
  }

  private static func like(_ candidates: [FacilityCandidate]) -> [FacilityListRow.Likeness] {
    candidates.map { FacilityListRow.Likeness(other: .facility($0.facility), why: $0.why) }
  }

  private mutating func checkNew(_ row: FacilityListRow) {
    let draft = row.draft
    if draft.kind == nil {
      add(draft, .kind, "", Label(zh: "新增的对象请填写类型", en: "write the kind of a new one"))
    }
    if let id = draft.id, let first = lineOfNewID.updateValue(draft.line, forKey: id) {
      add(draft, .id, id, Self.again(first))
    } else if let id = draft.id, facilities[id] != nil, id != row.standIn {
      add(
        draft, .id, id,
        Label(
          zh: "这个编号曾用于“不是监管对象”的名称，请留空",
          en: "it is that of a name said to be no facility; leave it empty"))
    }
    take(draft.creditCode, of: nil, draft)
    checkNames(draft, of: nil)
    earlier.add(FacilityName.core(draft.name), draft.line)
  }

  private mutating func differences(
    _ row: FacilityListRow, of id: String
  ) -> [FacilityListRow.Difference] {
    let draft = row.draft
    if !isOfNames, let first = lineOfFacility.updateValue(draft.line, forKey: id) {
      add(draft, .name, draft.name, Self.again(first))
    }
    guard let facility = facilities[id] else { return [] }
    if !isOfNames { take(draft.creditCode, of: id, draft) }
    var found: [FacilityListRow.Difference] = []
    func differ(_ what: FacilityListRow.Difference.What, _ old: String?, _ new: String?) {
      guard let new, new != old else { return }
      found.append(FacilityListRow.Difference(what: what, old: old ?? "", new: new))
    }
    if !isOfNames { compare(draft, facility, differ) }
    var spelling: [String] = []
    if draft.id == nil, row.standIn == nil, !isAnothers(draft.name, than: id) {
      spelling = [draft.name]
    }
    for name in spelling + draft.otherNames where !known.isCalled(id, name) {
      if found.contains(where: { $0.what == .alias && $0.new == name }) { continue }
      differ(.alias, nil, name)
    }
    checkNames(draft, of: id)
    return found
  }

  private func compare(
    _ draft: FacilityDraft, _ facility: Facility,
    _ differ: (FacilityListRow.Difference.What, String?, String?) -> Void
  ) {
    // By its id alone a facility is given another name: lists spell names as they like.
    if draft.id != nil { differ(.name, facility.name.zh.trimmed, draft.name) }
    differ(.nameEn, facility.name.en, draft.nameEn)
    differ(.kind, facility.kind.rawValue, draft.kind?.rawValue)
    differ(.place, facility.place, draft.place)
    if draft.creditCode.flatMap({ ownerOfCode[$0] }) == nil {
      differ(.creditCode, facility.creditCode, draft.creditCode)
    }
    differ(
      .position, facility.position.map(FacilityWriting.text),
      draft.position.map(FacilityWriting.text))
  }

  private func isAnothers(_ name: String, than id: String) -> Bool {
    if case .exact(let other) = known.match(name) { other != id } else { false }
  }

  /// A code belongs to one facility.
  private mutating func take(_ code: String?, of facility: String?, _ draft: FacilityDraft) {
    guard let code else { return }
    if let first = lineOfCode.updateValue(draft.line, forKey: code) {
      add(draft, .creditCode, code, Self.again(first))
    } else if let other = ownerOfCode[code], known.kept(other) != facility {
      add(
        draft, .creditCode, code,
        Label(
          zh: "该代码已属于 \(other)，请更正其中一个",
          en: "it belongs to \(other) already; correct one of the two"))
    }
  }

  /// Another name may be nobody else's.
  private mutating func checkNames(_ draft: FacilityDraft, of facility: String?) {
    for name in draft.otherNames {
      if case .exact(let other) = known.match(name), other != facility {
        add(
          draft, .otherNames, name,
          Label(
            zh: "\(other) 已叫这个名称，请去掉", en: "\(other) is called so already; leave it out"))
      }
    }
  }

  private static func again(_ line: Int) -> Label {
    Label(zh: "与第 \(line) 行是同一家，请去掉其中一行", en: "row \(line) is the same; leave one out")
  }

  private mutating func add(
    _ draft: FacilityDraft, _ column: FacilityColumn, _ found: String, _ remedy: Label
  ) {
    faults.add(
      ImportFault(
        file: file, sheet: sheet, line: draft.line, column: column.label.zh, found: Label(found),
        remedy: remedy))
  }
}

extension FacilityListRow {
  /// Only what the row was said to be like counts as an answer, or that it is none of them.
  fileprivate mutating func apply(_ answer: FacilityListAnswer) {
    switch answer {
    case .new: meaning = .new
    case .facility(let id) where likenesses.contains { $0.other == .facility(id) }:
      meaning = .known(id)
    case .row(let line) where likenesses.contains { $0.other == .row(line) }:
      meaning = .spelling(ofLine: line)
    default: break
    }
  }
}
