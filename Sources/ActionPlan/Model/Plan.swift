/// A checked plan folder: what a government promised, as values.
///
/// Every id is unique within its kind and permanent; every reference between elements has been
/// checked to lead somewhere.
public struct Plan: Sendable {
  public let id: String
  public let title: Label
  /// Lower-case hex SHA-256 over the folder's plan files; findings, cases and figures name it.
  public let digest: String
  /// Local time of the plan: UTC + this, all year round.
  public let utcOffsetSeconds: Int
  /// Where the map opens.
  public let center: Coordinate
  public let zoom: Int
  /// The district's outline, WGS-84; `nil` until a boundary file is laid into the folder.
  public let boundary: Boundary?
  public let units: [Unit]
  public let places: [Place]
  public let quantities: [Quantity]
  public let objectives: [Objective]
  public let clauses: [Clause]
  public let registers: [Register]
  public let rules: [Rule]
  public let procedures: [Procedure]
  /// What official documents of cases look like.
  public let documents: [DocumentForm]
  /// The place of imported tables whose published figures are the district's own; on days without
  /// one, the mean of the assessed stations stands for it.
  public let airDistrict: AirPlaceName?
  public let rankings: [AirRanking]
  /// The year whose promises these are; nil where `plan.yml` names none and nothing needs it.
  public let year: Int?
  public let indicators: [Indicator]
  public let checklists: [Checklist]
  public let campaigns: [Campaign]
  public let zones: [Zone]
  public let trades: [Trade]
  public let credits: [CreditScheme]
  public let vetoes: [Veto]
  public let checks: [Check]
  /// Empty where people have the product's own roles.
  public let roles: [PlanRole]
  public let tests: [PlanTest]
  /// Titles of the chapters that have one, by the first part of their clauses' ids.
  public let chapters: [String: Label]
  /// When its offices work; nil where nothing is due in working time.
  public let calendar: WorkCalendar?
  /// How many cases a day findings may open for one lead unit; those beyond, unless they are grave, are
  /// grouped in one case of each procedure. Nil for no limit.
  public let dailyBudget: Int?
  /// From where on what people did with cases is listed for the auditor.
  public let loop: LoopThresholds
  /// Deadlines, complaints and rewards of reports from the public; nil for none.
  public let reports: ReportRules?
  /// Other systems in which cases have numbers and a status.
  public let systems: [OutsideSystem]
  /// How values of quantities are looked at before anybody believes them.
  public let quality: [QualityRule]
  /// Other ways in for readings than HJ 212.
  public let sources: [DataSource]
  /// Platforms that get what devices send.
  public let destinations: [Destination]

  public init(
    id: String, title: Label, digest: String, utcOffsetSeconds: Int, center: Coordinate, zoom: Int,
    boundary: Boundary?, units: [Unit], places: [Place], quantities: [Quantity],
    objectives: [Objective], clauses: [Clause], registers: [Register], rules: [Rule],
    procedures: [Procedure], airDistrict: AirPlaceName? = nil, rankings: [AirRanking] = [],
    year: Int? = nil, indicators: [Indicator] = [], checklists: [Checklist] = [],
    campaigns: [Campaign] = [], zones: [Zone] = [], trades: [Trade] = [],
    credits: [CreditScheme] = [], vetoes: [Veto] = [], checks: [Check] = [],
    roles: [PlanRole] = [], tests: [PlanTest] = [], chapters: [String: Label] = [:],
    documents: [DocumentForm] = [], calendar: WorkCalendar? = nil,
    dailyBudget: Int? = nil, loop: LoopThresholds = LoopThresholds(),
    reports: ReportRules? = nil, systems: [OutsideSystem] = [], quality: [QualityRule] = [],
    sources: [DataSource] = [], destinations: [Destination] = []
  ) {
    self.id = id
    self.title = title
    self.digest = digest
    self.utcOffsetSeconds = utcOffsetSeconds
    self.center = center
    self.zoom = zoom
    self.boundary = boundary
    self.units = units
    self.places = places
    self.quantities = quantities
    self.objectives = objectives
    self.clauses = clauses
    self.registers = registers
    self.rules = rules
    self.procedures = procedures
    self.documents = documents
    self.airDistrict = airDistrict
    self.rankings = rankings
    self.year = year
    self.indicators = indicators
    self.checklists = checklists
    self.campaigns = campaigns
    self.zones = zones
    self.trades = trades
    self.credits = credits
    self.vetoes = vetoes
    self.checks = checks
    self.roles = roles
    self.tests = tests
    self.chapters = chapters
    self.calendar = calendar
    self.dailyBudget = dailyBudget
    self.loop = loop
    self.reports = reports
    self.systems = systems
    self.quality = quality
    self.sources = sources
    self.destinations = destinations
  }

  /// The quality rule for a quantity, if it has one.
  public func quality(of quantity: String) -> QualityRule? {
    quality.first { $0.quantities.contains(quantity) }
  }
  public func unit(_ id: String) -> Unit? { units.first { $0.id == id } }
  public func place(_ id: String) -> Place? { places.first { $0.id == id } }
  public func quantity(_ id: String) -> Quantity? { quantities.first { $0.id == id } }
  public func register(_ id: String) -> Register? { registers.first { $0.id == id } }
  public func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }
  public func procedure(_ id: String) -> Procedure? { procedures.first { $0.id == id } }
  public func document(_ id: String) -> DocumentForm? { documents.first { $0.id == id } }
  public func clause(_ id: String) -> Clause? { clauses.first { $0.id == id } }
  public func indicator(_ id: String) -> Indicator? { indicators.first { $0.id == id } }
  public func checklist(_ id: String) -> Checklist? { checklists.first { $0.id == id } }
  public func zone(_ id: String) -> Zone? { zones.first { $0.id == id } }
  public func system(_ id: String) -> OutsideSystem? { systems.first { $0.id == id } }
  public func source(_ id: String) -> DataSource? { sources.first { $0.id == id } }
  public func destination(_ id: String) -> Destination? { destinations.first { $0.id == id } }
  public func role(_ id: String) -> PlanRole? { roles.first { $0.id == id } }
  public func check(_ id: String) -> Check? { checks.first { $0.id == id } }
  public func trade(_ id: String) -> Trade? { trades.first { $0.id == id } }
  public func ranking(_ id: String) -> AirRanking? { rankings.first { $0.id == id } }
  /// The register whose rows declare stops, maintenance and bypasses beforehand, if the plan has one.
  public var declarations: Register? { registers.first { $0.role == .declarations } }
  /// The register whose rows are the cameras, if the plan has one.
  public var cameras: Register? { registers.first { $0.role == .cameras } }
  /// The register whose rows are the people of units, if the plan has one.
  public var officers: Register? { registers.first { $0.role == .officers } }
  /// The register whose rows are the days of the duty desk, if the plan has one.
  public var shifts: Register? { registers.first { $0.role == .shifts } }
  /// The register whose rows are complaints, written from reports, if the plan has one.
  public var complaints: Register? { registers.first { $0.role == .complaints } }
  /// The register whose rows are the portable instruments, if the plan has one.
  public var instruments: Register? { registers.first { $0.role == .instruments } }
}

/// A bureau, a town's government or another body that answers for something. 单位
public struct Unit: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case bureau, town, zone
    case taskForce = "task-force"
  }
  public let id: String
  public let label: Label
  public let kind: Kind
  public init(id: String, label: Label, kind: Kind) {
    self.id = id
    self.label = label
    self.kind = kind
  }
}

/// A territory. A town as unit and as place are two things. 区域
public struct Place: Sendable, Hashable {
  public let id: String
  public let label: Label
  /// The unit that governs it.
  public let unit: String
  public let position: Coordinate
  /// The position is a stand-in for a boundary that nobody has laid into the folder yet.
  public let isApproximate: Bool
  /// Where the position comes from.
  public let source: String
  public let boundary: Boundary?
  public init(
    id: String, label: Label, unit: String, position: Coordinate, isApproximate: Bool,
    source: String, boundary: Boundary?
  ) {
    self.id = id
    self.label = label
    self.unit = unit
    self.position = position
    self.isApproximate = isApproximate
    self.source = source
    self.boundary = boundary
  }
}

/// A position in WGS-84 degrees.
public struct Coordinate: Sendable, Hashable, Codable {
  public let longitude: Double
  public let latitude: Double
  public init(longitude: Double, latitude: Double) {
    self.longitude = longitude
    self.latitude = latitude
  }
}

/// Polygons in WGS-84; each polygon is an outer ring followed by its holes.
public struct Boundary: Sendable, Hashable {
  public let polygons: [[[Coordinate]]]
  public init(polygons: [[[Coordinate]]]) {
    self.polygons = polygons
  }
}

/// What is measured, in the unit the plan keeps it in. 因子
public struct Quantity: Sendable, Hashable {
  public let id: String
  public let label: Label
  /// As printed, e.g. `µg/m³`; empty for a pure number or a state.
  public let unit: String
  /// The pollutant of the ambient-air standard this quantity is, as `AirQuality.Pollutant` names it; else nil.
  public let pollutant: String?
  /// HJ 212 factor codes that mean this quantity, e.g. `a34004`.
  public let factorCodes: [String]
  public init(id: String, label: Label, unit: String, pollutant: String?, factorCodes: [String]) {
    self.id = id
    self.label = label
    self.unit = unit
    self.pollutant = pollutant
    self.factorCodes = factorCodes
  }
}
