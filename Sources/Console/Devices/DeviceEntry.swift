import ActionPlan
import Ledger

/// What somebody typed of a device, kept as typed but for its secrets.
struct DeviceEntry: Sendable {
  var mn = ""
  var name = ""
  var nameEn = ""
  var facility: String?
  var st = ""
  var edition = ""
  var interval = ""
  var segmentLimit = "1024"
  var isEnabled = true
  var quirks: Set<String> = []
  var coding = DeviceManner.codings[0]
  var answerSeconds = ""
  var resends = ""
  var mayBeAsked = true
  var networks = ""
  /// Nil where the field was left empty: what is on file stays.
  var password: String?
  var sealingKey: String?
  var dropsSealingKey = false

  init() {}

  init(_ device: DeviceRecord) {
    let manner = device.manner
    mn = device.mn
    name = device.label.zh
    nameEn = device.label.en == device.label.zh ? "" : device.label.en
    facility = device.facility
    st = device.st ?? ""
    edition = device.edition ?? ""
    interval = device.intervalSeconds.map(String.init) ?? ""
    segmentLimit = "\(device.segmentLimit)"
    isEnabled = device.isEnabled
    quirks = Set(
      zip(
        DeviceManner.quirkNames,
        [device.acceptsModbusCRC, manner.countsTailInLength, manner.hasThreeDigitLength]
      ).filter(\.1).map(\.0))
    coding = manner.coding
    answerSeconds = manner.answerSeconds.map(String.init) ?? ""
    resends = manner.resends.map(String.init) ?? ""
    mayBeAsked = manner.mayBeAsked
    networks = manner.networks.joined(separator: " ")
  }

  init(_ form: SubmittedForm, mn: String?) {
    self.mn = mn ?? form.text("mn") ?? ""
    name = form.text("name") ?? ""
    nameEn = form.text("name-en") ?? ""
    facility = form.text("facility")
    st = form.text("st") ?? ""
    edition = form.text("edition") ?? ""
    interval = form.text("interval") ?? ""
    segmentLimit = form.text("segment-limit") ?? ""
    isEnabled = form.text("enabled") != nil
    quirks = Set(form.texts("quirk"))
    coding = form.text("coding") ?? ""
    answerSeconds = form.text("answer-seconds") ?? ""
    resends = form.text("resends") ?? ""
    mayBeAsked = form.text("asked") != nil
    networks = form.text("networks") ?? ""
    password = form.text("password")
    sealingKey = form.text("sealing-key")
    dropsSealingKey = form.text("no-sealing-key") != nil
  }

  /// The same for the same facts, by which it shows whether somebody changed them meanwhile.
  static func mark(_ device: DeviceRecord) -> String {
    let entry = DeviceEntry(device)
    return [
      entry.name, entry.nameEn, entry.facility ?? "", entry.st, entry.edition, entry.interval,
      entry.segmentLimit, "\(entry.isEnabled)", entry.quirks.sorted().joined(separator: " "),
      entry.coding, entry.answerSeconds, entry.resends, "\(entry.mayBeAsked)", entry.networks,
      "\(device.manner.sealingKey != nil)",
    ].joined(separator: "|")
  }

  /// - Parameters:
  ///   - old: what is on file; nil for a new device.
  ///   - sentPassword: what a device that is adopted sends.
  /// - Throws: `DeviceError` of what is no number.
  func device(
    from old: DeviceRecord?, sentPassword: String?, isSimulated: Bool
  ) throws(DeviceError) -> DeviceRecord {
    func whole(_ text: String) -> Int? { text.isEmpty ? nil : Int(text) ?? -1 }
    if let limit = whole(interval), limit < 0 { throw .badInterval(mn: mn, limit) }
    var manner = old?.manner ?? DeviceManner()
    manner.coding = coding
    manner.countsTailInLength = quirks.contains(DeviceManner.quirkNames[1])
    manner.hasThreeDigitLength = quirks.contains(DeviceManner.quirkNames[2])
    if dropsSealingKey { manner.sealingKey = nil }
    if let sealingKey { manner.sealingKey = sealingKey }
    manner.answerSeconds = whole(answerSeconds)
    manner.resends = whole(resends)
    manner.mayBeAsked = mayBeAsked
    manner.networks = networks.split { $0.isWhitespace || $0 == "," || $0 == "，" }
      .map(String.init)
    return DeviceRecord(
      mn: mn, password: password ?? old?.password ?? sentPassword ?? "",
      label: Label(zh: name, en: nameEn.isEmpty ? name : nameEn), facility: facility,
      st: st.isEmpty ? nil : st, isEnabled: isEnabled,
      acceptsModbusCRC: quirks.contains(DeviceManner.quirkNames[0]),
      segmentLimit: whole(segmentLimit) ?? 1024, edition: edition.isEmpty ? nil : edition,
      isSimulated: old?.isSimulated ?? isSimulated, intervalSeconds: whole(interval),
      manner: manner)
  }
}

/// The form of a device, ready for its template.
struct DeviceFormView: Sendable {
  struct Choice: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
  }

  let title: String
  let action: String
  let backHref: String
  let replaceHref: String
  let problem: String
  let hasProblem: Bool
  /// What the form began with.
  let seen: String
  let isNew: Bool
  let isAdopted: Bool
  let hasSealingKey: Bool
  let mn: String
  let name: String
  let nameEn: String
  let st: String
  let interval: String
  let segmentLimit: String
  let isEnabled: Bool
  let answerSeconds: String
  let resends: String
  let mayBeAsked: Bool
  let networks: String
  let facilities: [Choice]
  let editions: [Choice]
  let codings: [Choice]
  let quirks: [Choice]

  init(
    _ entry: DeviceEntry, of device: DeviceRecord?, isAdopted: Bool, facilities: [Facility],
    problem: String, texts: Texts
  ) {
    title =
      device.map { texts("device.editTitle", ["name": texts($0.label)]) }
      ?? texts(isAdopted ? "device.adoptTitle" : "device.addTitle")
    let path = device.map { "/devices/\(LocalPath.encode($0.mn))" } ?? "/devices"
    action = path
    backHref = path
    replaceHref = "\(path)/replacement"
    self.problem = problem
    hasProblem = !problem.isEmpty
    seen = device.map(DeviceEntry.mark) ?? ""
    isNew = device == nil
    self.isAdopted = isAdopted
    hasSealingKey = device?.manner.sealingKey != nil
    mn = entry.mn
    name = entry.name
    nameEn = entry.nameEn
    st = entry.st
    interval = entry.interval
    segmentLimit = entry.segmentLimit
    isEnabled = entry.isEnabled
    answerSeconds = entry.answerSeconds
    resends = entry.resends
    mayBeAsked = entry.mayBeAsked
    networks = entry.networks
    self.facilities = facilities.map {
      Choice(value: $0.id, label: texts($0.name), isChosen: $0.id == entry.facility)
    }
    editions = ["2005", "2017", "2025"].map {
      Choice(value: $0, label: "HJ 212-\($0)", isChosen: $0 == entry.edition)
    }
    codings = DeviceManner.codings.map {
      Choice(value: $0, label: texts("device.coding-\($0)"), isChosen: $0 == entry.coding)
    }
    quirks = DeviceManner.quirkNames.map {
      Choice(value: $0, label: texts("device.quirk-\($0)"), isChosen: entry.quirks.contains($0))
    }
  }
}
