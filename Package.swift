// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: Swift 6 mode, explicit imports, no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// `ceil`, `pow` and their like live in libm on Linux.
let maths: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioConcurrency = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
  name: "lantian",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "AirQuality", targets: ["AirQuality"]),
    .library(name: "AirRecords", targets: ["AirRecords"]),
    .library(name: "HJ212", targets: ["HJ212"]),
    // For `Benchmarks/`, a package of its own.
    .library(name: "Telemetry", targets: ["Telemetry"]),
    .library(name: "Gateway", targets: ["Gateway"]),
    .library(name: "Ledger", targets: ["Ledger", "ActionPlan", "Sheets"]),
    .library(name: "Wiring", targets: ["Wiring", "Casework", "Steering", "Checks"]),
    .library(name: "DataQuality", targets: ["DataQuality", "FaultInjections", "ActionPlan"]),
    .executable(name: "lantian", targets: ["lantian"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // What is this number worth under the edition of its date?
    .target(name: "AirQuality", swiftSettings: strict, linkerSettings: maths),
    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    // What do the cells of a table file say, and how is a table written?
    .target(
      name: "Sheets", dependencies: ["AirQuality", "CXlsxWriter"], swiftSettings: strict),
    // What do tables of air values say, ours or other people's?
    .target(name: "AirRecords", dependencies: ["AirQuality", "Sheets"], swiftSettings: strict),
    // What does this byte string say, and how is that said back?
    .target(name: "HJ212", dependencies: [nioCore], swiftSettings: strict),
    // What was promised, and is the plan folder sound?
    .target(
      name: "ActionPlan", dependencies: ["AirQuality", yams, crypto], swiftSettings: strict),
    // What did people decide, and who changed it?
    .target(
      name: "Ledger",
      dependencies: [
        "AirQuality", "ActionPlan", "Sheets", grdb, crypto, cryptoExtras, logging, nioCore,
        nioPosix,
      ],
      swiftSettings: strict),
    // How does what was told reach people outside?
    .target(
      name: "Pushes",
      dependencies: [
        "ActionPlan", "Ledger", httpClient, nioHTTP1, nioCore, nioPosix, nioSSL, grdb, crypto,
        logging, metrics, yams,
      ],
      swiftSettings: strict),
    // How does anybody see that a raw frame lay in the archive?
    .target(name: "FrameArchive", dependencies: [crypto], swiftSettings: strict),
    // What did instruments say, and is it valid?
    .target(
      name: "Telemetry",
      dependencies: [
        "AirQuality", "ActionPlan", "FrameArchive", grdb, sqlite, crypto, logging, metrics,
        lifecycle, nioConcurrency,
      ],
      swiftSettings: strict),
    // Which rule fired, on what grounds?
    .target(
      name: "Detection",
      dependencies: ["Telemetry", "Ledger", "ActionPlan", grdb, logging, metrics],
      swiftSettings: strict),
    // Is what the instrument said believable?
    .target(
      name: "DataQuality",
      dependencies: ["Telemetry", "Ledger", "ActionPlan", "AirQuality", grdb, logging, metrics],
      swiftSettings: strict, linkerSettings: maths),
    // Debian's libjpeg and libpng: what does a photo show?
    .target(
      name: "CPhotos", linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
    // Who must do what by when?
    .target(
      name: "Casework",
      dependencies: [
        "AirQuality", "Ledger", "ActionPlan", "FrameArchive", "Sheets", "CPhotos", grdb, crypto,
        logging,
      ],
      swiftSettings: strict),
    // How do bytes from the field become committed samples?
    .target(
      name: "Gateway",
      dependencies: [
        "AirQuality", "ActionPlan", "HJ212", "Sheets", "Telemetry", "Ledger", httpClient, nioCore,
        nioPosix, nioHTTP1, nioSSL, nioConcurrency, crypto, logging, metrics, lifecycle,
      ],
      swiftSettings: strict),
    // How does a fleet of devices behave towards anyone's gateway?
    .target(
      name: "Fleet",
      dependencies: ["HJ212", nioCore, nioPosix, yams, logging],
      swiftSettings: strict),
    // Are the objectives on course?
    .target(
      name: "Steering",
      dependencies: [
        "AirQuality", "AirRecords", "ActionPlan", "Ledger", "Telemetry", grdb, sqlite, crypto,
      ],
      swiftSettings: strict),
    // What follows from one subject in another?
    .target(
      name: "Wiring",
      dependencies: [
        "AirQuality", "ActionPlan", "FrameArchive", "Ledger", "Telemetry", "Detection",
        "DataQuality", "Casework", "Steering", "Checks", grdb,
      ],
      swiftSettings: strict),
    // Debian's libqrencode.
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    // May this project, this vehicle, this machine?
    .target(
      name: "Checks",
      dependencies: ["AirQuality", "ActionPlan", "Ledger", "CQREncode", grdb, crypto],
      swiftSettings: strict),
    // Does the plan do what it says, before it is switched on?
    .target(
      name: "Rehearsal",
      dependencies: [
        "AirQuality", "ActionPlan", "Ledger", "Telemetry", "Detection", "Casework", "Steering",
        "Checks", "Wiring", grdb, logging,
      ],
      swiftSettings: strict),
    // What does a person, or another program, see and send over HTTP?
    .target(
      name: "Console",
      dependencies: [
        "AirQuality", "ActionPlan", "Sheets", "HJ212", "Ledger", "Telemetry", "Detection",
        "DataQuality", "Casework", "Steering", "Checks",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        nioCore, nioPosix, grdb, crypto, logging, metrics, lifecycle,
      ],
      resources: [.copy("Templates"), .copy("Static"), .copy("Texts"), .copy("Description")],
      swiftSettings: strict),
    // What runs?
    .executableTarget(
      name: "lantian",
      dependencies: [
        "AirQuality", "AirRecords", "HJ212", "ActionPlan", "Sheets", "Ledger", "Telemetry",
        "Detection", "DataQuality", "Casework", "Steering", "Checks", "Gateway", "Fleet", "Wiring",
        "Rehearsal",
        "Console", "Pushes", httpClient, nioHTTP1, nioFoundation, signals,
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        nioCore, nioPosix, grdb, crypto, logging, metrics, lifecycle, yams,
      ],
      swiftSettings: strict),

    .testTarget(
      name: "AirQualityTests", dependencies: ["Seeds", "AirQuality"], exclude: ["Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "AirRecordsTests", dependencies: ["AirRecords", "AirQuality", "TableFixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "SheetsTests", dependencies: ["Sheets", "AirQuality", "TableFixtures"],
      swiftSettings: strict),
    // Random numbers that are the same in every run.
    .target(name: "Seeds", path: "Tests/Seeds", swiftSettings: strict),
    // Tables of every form, written by other means than the readers'.
    .target(name: "TableFixtures", path: "Tests/TableFixtures", swiftSettings: strict),
    .testTarget(
      name: "SteeringTests",
      dependencies: [
        "Seeds",
        "Steering", "AirRecords", "AirQuality", "ActionPlan", "Ledger", "Telemetry", "Sheets", grdb,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ChecksTests",
      dependencies: ["Checks", "Ledger", "ActionPlan", "AirQuality", "Sheets", grdb],
      swiftSettings: strict),
    // What must hold of HJ 212 for any bytes; `Fuzzing/` searches for those that break it.
    .target(
      name: "FuzzedHJ212", dependencies: ["HJ212", nioCore], path: "Tests/FuzzedHJ212",
      exclude: ["Corpus"], swiftSettings: strict),
    .testTarget(
      name: "HJ212Tests", dependencies: ["Seeds", "HJ212", "FuzzedHJ212", nioCore],
      swiftSettings: strict),
    .testTarget(
      name: "ActionPlanTests", dependencies: ["Seeds", "ActionPlan", "AirQuality"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", "ActionPlan", "AirQuality", "Sheets", grdb, crypto],
      swiftSettings: strict),
    .testTarget(
      name: "PushesTests",
      dependencies: [
        "Pushes", "Ledger", "ActionPlan", nioCore, nioPosix, nioHTTP1, nioSSL, nioConcurrency, grdb,
        logging,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FrameArchiveTests", dependencies: ["FrameArchive"], swiftSettings: strict),
    .testTarget(
      name: "TelemetryTests",
      dependencies: ["Seeds", "Telemetry", "FrameArchive", "ActionPlan", "AirQuality", grdb],
      swiftSettings: strict),
    .testTarget(
      name: "DetectionTests",
      dependencies: ["Detection", "Telemetry", "Ledger", "ActionPlan", "AirQuality", grdb],
      swiftSettings: strict),
    // Faults and evasion put into real series, and what is found of them.
    .target(
      name: "FaultInjections", dependencies: ["Seeds", "DataQuality", "ActionPlan"],
      path: "Tests/FaultInjections", swiftSettings: strict, linkerSettings: maths),
    .testTarget(
      name: "DataQualityTests",
      dependencies: [
        "Seeds", "FaultInjections", "DataQuality", "Telemetry", "Ledger", "ActionPlan",
        "AirQuality", grdb, logging,
      ],
      swiftSettings: strict),
    // Writes the photos that tests compare.
    .target(
      name: "CPhotoWriter", path: "Tests/CPhotoWriter",
      linkerSettings: [.linkedLibrary("jpeg")]),
    .testTarget(
      name: "CaseworkTests",
      dependencies: [
        "Seeds", "FrameArchive",
        "Casework", "CPhotoWriter", "Ledger", "ActionPlan", "AirQuality", "Sheets", grdb,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GatewayTests",
      dependencies: [
        "Gateway", "HJ212", "Telemetry", "Ledger", "ActionPlan", "AirQuality", nioCore, nioPosix,
        nioHTTP1, nioSSL, nioConcurrency, grdb, logging, lifecycle,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FleetTests", dependencies: ["Fleet", "HJ212", nioCore, nioPosix, logging],
      swiftSettings: strict),
    .testTarget(
      name: "ConsoleTests",
      dependencies: [
        "Console", "Casework", "Detection", "DataQuality", "Steering", "Checks", "AirRecords",
        "Sheets", "Ledger",
        "Telemetry", "Wiring", "ActionPlan", "AirQuality", "TableFixtures", grdb,
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"), nioCore, logging, yams,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RehearsalTests",
      dependencies: [
        "Rehearsal", "Wiring", "Detection", "Casework", "Steering", "Ledger", "Sheets",
        "Telemetry", "ActionPlan", "AirQuality", grdb,
      ],
      exclude: ["Plans"], swiftSettings: strict),
    // A year of the shipped plan against figures worked out by hand.
    .testTarget(
      name: "PlanYearTests",
      dependencies: [
        "Console", "Rehearsal", "Wiring", "Detection", "Casework", "Steering", "Ledger",
        "Telemetry",
        "Sheets", "AirRecords", "TableFixtures", "ActionPlan", "AirQuality", grdb,
      ],
      exclude: ["Year"], swiftSettings: strict),
    // The built command, real sockets, a real browser.
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "lantian", "HJ212", nioCore, nioPosix, nioHTTP1, nioSSL, httpClient, grdb, crypto,
        "Casework", "Gateway", "Ledger", "Wiring", "ActionPlan", "AirQuality", "Telemetry",
      ],
      exclude: ["Senders", "Histories/Plan"],
      swiftSettings: strict),
  ]
)
