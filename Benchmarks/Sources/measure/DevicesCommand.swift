import ArgumentParser

/// The device list that makes a real server know the measured devices.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Prints the measured devices as CSV for `lantian device import`.")

  @Option(help: "How many.") var count = 1_000

  func run() {
    print("mn,password,device_label,st,point,point_label,point_kind,key,cn,quantity,statistic")
    for index in 0..<count {
      let number = MeasuredDevice.number(index)
      for (factor, quantity) in MeasuredDevice.quantities {
        print(
          "\(number),\(MeasuredDevice.password),Load \(index),22,load-\(index),Load \(index),"
            + "air-station,\(factor)-Rtd,2011,\(quantity),rtd")
      }
    }
  }
}
