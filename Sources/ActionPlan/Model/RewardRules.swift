/// What is paid for reports that turn out to be true. 有奖举报
public struct RewardRules: Sendable, Hashable {
  public struct Kind: Sendable, Hashable {
    public let id: String
    public let label: Label
    /// Ids of categories of report.
    public let categories: [String]
    /// The least severity of the case as it was closed.
    public let from: Severity
    /// The report has to come with a photo.
    public let needsPhoto: Bool
    /// Whole yuan.
    public let yuan: Int
    public init(
      id: String, label: Label, categories: [String], from: Severity = .minor,
      needsPhoto: Bool = false, yuan: Int
    ) {
      self.id = id
      self.label = label
      self.categories = categories
      self.from = from
      self.needsPhoto = needsPhoto
      self.yuan = yuan
    }
  }

  /// How near two reports of the like have to be for one fact to be suspected behind both.
  public struct SameFact: Sendable, Hashable {
    public let metres: Int
    public let seconds: Int
    public init(metres: Int, seconds: Int) {
      self.metres = metres
      self.seconds = seconds
    }

    /// Where the plan names none: what is smelt a kilometre away within the week may be one fact.
    public static let usual = SameFact(metres: 1_000, seconds: 604_800)
  }

  /// A register with a row for each reward that was approved. Who is paid stands nowhere in it.
  public struct Rows: Sendable, Hashable {
    /// What a field may say of a reward.
    public enum Fact: String, Sendable, CaseIterable {
      /// Numbers of the report and of its case; the label of the kind.
      case report
      case file = "case"
      case kind
      /// Whole yuan.
      case amount
      /// Always so: nothing else is rewarded.
      case verified
      /// The day of approval, the one by which it is to be paid, and the one on which it was.
      case decided, due, paid
      /// What the payment is known by.
      case receipt

      /// Words of the kinds of field that it fits.
      public var kinds: [String] {
        switch self {
        case .report, .file, .kind, .receipt: ["text"]
        case .amount: ["integer", "decimal"]
        case .verified: ["flag"]
        case .decided, .due, .paid: ["date"]
        }
      }

      /// Not known before the reward is paid.
      public var comesLate: Bool { self == .paid || self == .receipt }
    }
    public let register: String
    /// By field id.
    public let fields: [String: Fact]
    /// From the day of approval; 0 where no field is told by when it is due.
    public let payWithinSeconds: Int
    public init(register: String, fields: [String: Fact], payWithinSeconds: Int = 0) {
      self.register = register
      self.fields = fields
      self.payWithinSeconds = payWithinSeconds
    }
  }

  /// Whole yuan of a calendar year.
  public let budgetYuan: Int
  /// One person is not rewarded again for the same kind within so many seconds.
  public let againSeconds: Int
  /// The first that fits counts.
  public let kinds: [Kind]
  public let sameFact: SameFact
  /// Nil where rewards stand in no register.
  public let rows: Rows?

  public init(
    budgetYuan: Int, againSeconds: Int, kinds: [Kind], sameFact: SameFact = .usual,
    rows: Rows? = nil
  ) {
    self.budgetYuan = budgetYuan
    self.againSeconds = againSeconds
    self.kinds = kinds
    self.sameFact = sameFact
    self.rows = rows
  }

  /// Whether rewards of both kinds may be for one fact: they are of one kind, or pay for reports of the
  /// same category. Of a kind that the plan has no more, nobody can say that they are not.
  public func mayBeOneFact(_ one: String, _ other: String) -> Bool {
    guard one != other, let one = kinds.first(where: { $0.id == one }),
      let other = kinds.first(where: { $0.id == other })
    else { return true }
    return !Set(one.categories).isDisjoint(with: other.categories)
  }
}
