import ArgumentParser
import Foundation

/// How often a second the disk makes 4 KiB durable; what every durable figure is read against.
struct DiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disk", abstract: "fdatasync of 4 KiB appends.")

  @OptionGroup var options: RunOptions

  func run() throws {
    try reportDisk(in: options.folder, seconds: options.seconds)
  }
}

func reportDisk(in folder: String, seconds: Int) throws {
  let path = folder + "/measure-disk-\(getpid())"
  let file = open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
  guard file >= 0 else {
    throw Stopped("\(path): cannot be made (\(String(cString: strerror(errno))))")
  }
  defer {
    close(file)
    unlink(path)
  }
  let page = [UInt8](repeating: 0xA5, count: 4_096)
  let clock = ContinuousClock()
  var durations = Durations()
  let begin = clock.now
  while clock.now - begin < .seconds(seconds) {
    let start = clock.now
    guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
      throw Stopped("\(path): cannot be written (\(String(cString: strerror(errno))))")
    }
    durations.add(clock.now - start)
  }
  let rate = perSecond(durations.count, clock.now - begin)
  print("disk: \(rate) fdatasync/s of 4 KiB appends; \(durations.summary)")
}
