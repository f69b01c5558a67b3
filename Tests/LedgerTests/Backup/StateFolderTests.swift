import FoundationEssentials
import Ledger
import Testing

struct StateFolderTests {
  private let root: String

  init() throws { root = try freshFolder() }

  private var path: String { root + "/state" }

  @Test func `a new folder is its owner's alone`() throws {
    let state = try StateFolder(opening: path, at: 1)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o700)
    #expect(!state.holdsSimulatedData)
    #expect(FileManager.default.fileExists(atPath: state.layout.attachments))
  }

  @Test(arguments: [0o755, 0o770, 0o701])
  func `a folder that others may enter is closed to them`(before: Int) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: before])
    _ = try StateFolder(opening: path, at: 1)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }

  @Test func `a second opener is refused and told by whom`() throws {
    let pid = Int(ProcessInfo.processInfo.processIdentifier)
    do {
      let state = try StateFolder(opening: path, at: 77)
      let holder = StateHolder(pid: pid, since: 77)
      #expect(throws: StateFolderError.inUse(path: path, by: holder)) {
        try StateFolder(opening: path + "/", at: 78)
      }
      #expect(StateFolder.holder(of: state.layout) == holder)
    }
    #expect(StateFolder.holder(of: StateLayout(folder: path)) == nil)
    _ = try StateFolder(opening: path, at: 79)
  }

  @Test func `made-up and real data never share a folder`() throws {
    do { _ = try StateFolder(opening: path, holdsSimulatedData: true, at: 1) }
    #expect(throws: StateFolderError.otherData(path: path, holdsSimulatedData: true)) {
      try StateFolder(opening: path, holdsSimulatedData: false, at: 2)
    }
    #expect(try StateFolder(opening: path, at: 3).holdsSimulatedData)
  }

  @Test(arguments: ["lantian-state 2 real\n", "lantian-state 99 simulated\n"])
  func `a newer format is refused`(format: String) throws {
    do { _ = try StateFolder(opening: path, at: 1) }
    try Data(format.utf8).write(to: URL(filePath: path + "/format"))
    let error = #expect(throws: StateFolderError.self) { try StateFolder(opening: path, at: 2) }
    guard case .newerFormat = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["", "something else", "lantian-state x real"])
  func `a folder that is not ours is refused`(format: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(format.utf8).write(to: URL(filePath: path + "/format"))
    #expect(throws: StateFolderError.notAStateFolder(path)) {
      try StateFolder(opening: path, at: 2)
    }
  }
}
