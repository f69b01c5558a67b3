public import AirQuality

/// A question that is answered on the spot, bound to the plan's own registers. 现场问答
public struct Check: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case gate(GateCheck)
    case retest(RetestCheck)
    case admission(AdmissionCheck)
    case draw(DrawCheck)
    case label(LabelCheck)
  }

  public let id: String
  public let label: Label
  public let clause: String
  /// Others that it carries out as well.
  public let clauses: [String]
  public let kind: Kind

  public init(id: String, label: Label, clause: String, clauses: [String], kind: Kind) {
    self.id = id
    self.label = label
    self.clause = clause
    self.clauses = clauses
    self.kind = kind
  }
}

/// May this plate or machine code enter? 门口核验
public struct GateCheck: Sendable, Hashable {
  /// A register that the text is looked up in.
  public struct LookUp: Sendable, Hashable {
    public let register: String
    /// The field of kind text or plate that holds the text.
    public let by: String
    /// Rows that fulfil one of these are refused.
    public let refusals: [Refusal]

    public init(register: String, by: String, refusals: [Refusal]) {
      self.register = register
      self.by = by
      self.refusals = refusals
    }
  }

  public struct Refusal: Sendable, Hashable {
    public let rows: RowFilter
    public let why: Label

    public init(rows: RowFilter, why: Label) {
      self.rows = rows
      self.why = why
    }
  }

  /// Where every entry is written down: ids of fields.
  public struct Log: Sendable, Hashable {
    public let register: String
    /// Text or plate.
    public let subject: String
    /// Instant.
    public let at: String
    /// A choice of `admitted` and `refused`.
    public let answer: String
    /// Text: the grounds.
    public let why: String?
    /// Text, place, facility, or a row of a register of sites.
    public let site: String?

    public init(
      register: String, subject: String, at: String, answer: String, why: String?, site: String?
    ) {
      self.register = register
      self.subject = subject
      self.at = at
      self.answer = answer
      self.why = why
      self.site = site
    }
  }

  public let lookUps: [LookUp]
  /// Whether a text that no register has may enter.
  public let admitsUnknown: Bool
  public let log: Log?

  public init(lookUps: [LookUp], admitsUnknown: Bool, log: Log?) {
    self.lookUps = lookUps
    self.admitsUnknown = admitsUnknown
    self.log = log
  }
}

/// May this failed vehicle be tested again? Only after a repair later than its last failed test. 复检许可
public struct RetestCheck: Sendable, Hashable {
  /// Rows of a register about vehicles: ids of fields.
  public struct Rows: Sendable, Hashable {
    public let register: String
    /// Text or plate.
    public let plate: String
    /// Date or instant.
    public let on: String
    /// Of tests, the failed ones; of repairs, those that count.
    public let filter: RowFilter?

    public init(register: String, plate: String, on: String, filter: RowFilter?) {
      self.register = register
      self.plate = plate
      self.on = on
      self.filter = filter
    }
  }

  public let tests: Rows
  public let repairs: Rows

  public init(tests: Rows, repairs: Rows) {
    self.tests = tests
    self.repairs = repairs
  }
}

/// May this project be built here? By zones, trades, capacity and emissions. 项目准入
public struct AdmissionCheck: Sendable, Hashable {
  /// Asked of every project: yes leads to the entry.
  public struct Question: Sendable, Hashable {
    public let id: String
    public let label: Label
    public let entry: Zone.Entry
    public let why: Label

    public init(id: String, label: Label, entry: Zone.Entry, why: Label) {
      self.id = id
      self.label = label
      self.entry = entry
      self.why = why
    }
  }

  /// A ledger of reductions that new emissions are offset from: ids of fields.
  public struct Offsets: Sendable, Hashable {
    public let register: String
    /// A choice.
    public let pollutant: String
    /// A number, in tonnes.
    public let tonnes: String
    /// Reductions that may be drawn from; all where nil.
    public let verified: RowFilter?
    public let spent: Spent
    public let ratios: [Ratio]

    public init(
      register: String, pollutant: String, tonnes: String, verified: RowFilter?, spent: Spent,
      ratios: [Ratio]
    ) {
      self.register = register
      self.pollutant = pollutant
      self.tonnes = tonnes
      self.verified = verified
      self.spent = spent
      self.ratios = ratios
    }
  }

  /// The register of what was drawn, one row for each reduction and project: ids of fields.
  public struct Spent: Sendable, Hashable {
    public let register: String
    /// A row of the reductions.
    public let reduction: String
    /// Text.
    public let project: String
    /// A number, in tonnes.
    public let tonnes: String
    /// A choice of the reductions' pollutants.
    public let pollutant: String?
    /// A number: the part of what the project must offset that the row meets.
    public let needed: String?
    /// A date: the day of drawing.
    public let on: String?

    public init(
      register: String, reduction: String, project: String, tonnes: String, pollutant: String?,
      needed: String? = nil, on: String? = nil
    ) {
      self.register = register
      self.reduction = reduction
      self.project = project
      self.tonnes = tonnes
      self.pollutant = pollutant
      self.needed = needed
      self.on = on
    }
  }

  /// Tonnes of reduction for each tonne emitted; the greatest that concerns a project counts.
  public struct Ratio: Sendable, Hashable {
    /// A choice of the reductions' pollutant.
    public let pollutant: String
    public let ratio: ExactDecimal
    /// Only for projects in these zones, of these trades; everywhere, every trade where empty.
    public let zones: [String]
    public let trades: [String]

    public init(pollutant: String, ratio: ExactDecimal, zones: [String], trades: [String]) {
      self.pollutant = pollutant
      self.ratio = ratio
      self.zones = zones
      self.trades = trades
    }
  }

  public let questions: [Question]
  public let offsets: Offsets?

  public init(questions: [Question], offsets: Offsets?) {
    self.questions = questions
    self.offsets = offsets
  }
}

/// Which are inspected, and by whom? Drawn by lot from a seed published beforehand. 双随机抽取
public struct DrawCheck: Sendable, Hashable {
  public struct Pool: Sendable, Hashable {
    public let register: String
    /// All rows where nil.
    public let filter: RowFilter?

    public init(register: String, filter: RowFilter?) {
      self.register = register
      self.filter = filter
    }
  }

  public let subjects: Pool
  public let inspectors: Pool

  public init(subjects: Pool, inspectors: Pool) {
    self.subjects = subjects
    self.inspectors = inspectors
  }
}

/// A printed label with a QR code that leads to the public look-up of a row. 标签
public struct LabelCheck: Sendable, Hashable {
  /// The colours that a label may be printed in.
  public enum Colour: String, Sendable, Hashable, CaseIterable {
    case green, blue, yellow, red, white
  }

  public let register: String
  /// The field of kind text or plate that holds the code.
  public let by: String
  /// The choice that decides the colour.
  public let classField: String
  /// By the id of the choice.
  public let colours: [String: Colour]
  /// Fields that the label and the public look-up show besides.
  public let shows: [String]

  public init(
    register: String, by: String, classField: String, colours: [String: Colour], shows: [String]
  ) {
    self.register = register
    self.by = by
    self.classField = classField
    self.colours = colours
    self.shows = shows
  }
}

extension Check.Kind {
  /// As the plan writes it.
  public var word: String {
    switch self {
    case .gate: "gate"
    case .retest: "retest"
    case .admission: "admission"
    case .draw: "draw"
    case .label: "label"
    }
  }

  /// What it may answer.
  public var answers: [String] {
    switch self {
    case .gate: ["admitted", "refused"]
    case .retest: ["allowed", "refused"]
    case .admission: Zone.Entry.allCases.map(\.rawValue)
    case .draw: ["drawn", "short"]
    case .label: ["found", "unknown"]
    }
  }
}
