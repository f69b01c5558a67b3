// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 mode, and every branch counted for libFuzzer.
let counted: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

// A package of its own, so that the product is built without counters; its sources are the product's.
let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/apple/swift-nio", from: "2.101.2")],
  targets: [
    .target(
      name: "HJ212", dependencies: [.product(name: "NIOCore", package: "swift-nio")],
      swiftSettings: counted),
    .target(
      name: "FuzzedHJ212",
      dependencies: ["HJ212", .product(name: "NIOCore", package: "swift-nio")],
      exclude: ["Corpus"], swiftSettings: counted),
    // libFuzzer's entry, which `script/prove fuzz` links from the toolchain.
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzedHJ212", "CFuzzer"],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ])
