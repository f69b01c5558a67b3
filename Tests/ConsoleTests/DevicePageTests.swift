import ActionPlan
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Synchronization
import Testing

@testable import Console

struct DevicePageTests {
  private func commands(_ house: House) async throws -> [DeviceCommandRecord] {
    try await house.ledger.read { db in try DeviceCommands.list(mn: House.meterMN, in: db) }
  }

  /// With somebody who keeps devices.
  private func house() async throws -> House {
    let house = try await House()
    _ = try await house.accounts.create(
      AccountDraft(name: "keeper", displayName: "管理员", roles: [.administrator]),
      password: House.password, mustChangePassword: false, by: .system("test"))
    return house
  }

  private var path: String { "/devices/\(House.meterMN)" }

  @Test func `the desk asks a device by a button, sees what waits and takes it back`() async throws
  {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(path).text
      #expect(page.contains("name=\"request\" value=\"set-clock\"") && page.contains("校时"))
      let asked = try await browser.post("\(path)/commands", ["request": "set-clock"])
      #expect(asked.headers[.location] == "\(path)#asked")
      let command = try #require(try await commands(house).first)
      #expect(command.name == "set-clock" && command.state == .waiting && !command.isRepeatable)
      let waiting = try await browser.get(path).text
      #expect(waiting.contains("等待发送") && waiting.contains("撤回"))
      #expect(try await browser.get("\(path)/live").text.contains("等待发送"))
      _ = try await browser.post("\(path)/withdrawals", ["command": "\(command.id)"])
      #expect(try await commands(house).first?.state == .withdrawn)
      #expect(try await browser.get(path).text.contains("已撤回"))
    }
  }

  @Test func `a form of a request asks for what goes with it and says what is wrong`() async throws
  {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let menu = try await browser.get("\(path)/ask").text
      #expect(menu.contains("\(path)/ask/history-hours") && !menu.contains("change-password"))
      let form = try await browser.get("\(path)/ask/history-hours").text
      #expect(form.contains("name=\"from\" type=\"datetime-local\""))
      let wrong = try await browser.post(
        "\(path)/commands",
        ["request": "history-hours", "from": "2021-06-07T10:00", "to": "2021-06-07T08:00"])
      #expect(wrong.status == .unprocessableContent && wrong.text.contains("结束时间须晚于开始时间"))
      #expect(wrong.text.contains("value=\"2021-06-07T10:00\""))
      _ = try await browser.post(
        "\(path)/commands",
        ["request": "history-hours", "from": "2021-06-07T08:00", "to": "2021-06-07T10:00"])
      #expect(
        try await commands(house).first?.parameters
          == ["from": "20210607080000", "to": "20210607100000"])
      let interval = try await browser.post(
        "\(path)/commands", ["request": "set-interval", "seconds": "5"])
      #expect(interval.text.contains("秒数填写不对"))
    }
  }

  @Test func `only who keeps devices changes a password, and no page and no record shows it`()
    async throws
  {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      #expect(try await browser.get("\(path)/ask/change-password").status == .notFound)
      let refused = try await browser.post(
        "\(path)/commands", ["request": "change-password", "password": "abc123"])
      #expect(refused.status == .notFound)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("keeper")
      _ = try await browser.get("\(path)/ask/change-password")
      _ = try await browser.post(
        "\(path)/commands", ["request": "change-password", "password": "abc123"])
      #expect(try await commands(house).first?.parameters == [:])
      let page = try await browser.get(path).text
      #expect(page.contains("新旧密码都有效") && !page.contains("abc123"))
      #expect(!(try await browser.get("\(path)/edit").text).contains("abc123"))
    }
    let device = try await house.ledger.read { db in try Devices.find(House.meterMN, in: db) }
    #expect(device?.manner.nextPassword == "abc123" && device?.password == "123456")
  }

  @Test func `an administrator changes how a device is spoken to, and no secret is shown`()
    async throws
  {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("keeper")
      let before = try await house.ledger.read { db in try Devices.find(House.meterMN, in: db) }
      let seen = DeviceEntry.mark(try #require(before))
      let key = "00112233445566778899aabbccddeeff"
      let entry = [
        "seen": seen, "name": "染厂电表", "name-en": "Dye works meter", "facility": "dye-works",
        "st": "31", "interval": "30", "segment-limit": "2048", "enabled": "1", "asked": "1",
        "edition": "2025", "coding": "gb18030", "quirk": "length-counts-tail",
        "networks": "10.8.0.0/16 ::1", "answer-seconds": "20", "sealing-key": key,
      ]
      let bad = try await browser.post(path, entry.merging(["networks": "10.8.0.0/99"]) { $1 })
      #expect(bad.status == .unprocessableContent && bad.text.contains("来源网段"))
      let saved = try await browser.post(path, entry)
      #expect(saved.headers[.location] == path)
      let after = try await house.ledger.read { db in try Devices.find(House.meterMN, in: db) }
      #expect(
        after?.segmentLimit == 2048 && after?.edition == "2025" && after?.intervalSeconds == 30)
      #expect(after?.manner.networks == ["10.8.0.0/16", "::1"] && after?.manner.sealingKey == key)
      #expect(after?.manner.countsTailInLength == true && after?.password == "123456")
      let form = try await browser.get("\(path)/edit").text
      #expect(!form.contains(key) && !form.contains("123456") && form.contains("10.8.0.0/16 ::1"))
      // A second window with the form of before overwrites nothing unseen.
      let late = try await browser.post(path, entry)
      #expect(late.status == .unprocessableContent && late.text.contains("有人改过"))
    }
  }

  @Test func `a stranger is taken in with one form, under the password that it sends`() async throws
  {
    let house = try await house()
    house.strangers.withLock {
      $0 = [
        UnknownDevice(
          mn: "33060400000099", peer: "10.1.1.1:9", frames: 7, lastAt: House.start, st: "31",
          edition: "2017", password: "987654", keptFrames: 5)
      ]
    }
    try await house.visit { browser in
      _ = try await browser.signIn("keeper")
      let list = try await browser.get("/devices").text
      #expect(list.contains("/devices/new?mn=33060400000099") && !list.contains("987654"))
      let form = try await browser.get("/devices/new?mn=33060400000099").text
      #expect(form.contains("value=\"33060400000099\"") && !form.contains("987654"))
      let entry = [
        "mn": "33060400000099", "name": "新设备", "st": "31", "segment-limit": "1024",
        "enabled": "1", "asked": "1", "coding": "utf-8",
      ]
      let added = try await browser.post("/devices", entry)
      #expect(added.headers[.location] == "/devices/33060400000099")
      let again = try await browser.post("/devices", entry)
      #expect(again.text.contains("已登记"))
    }
    let device = try await house.ledger.read { db in try Devices.find("33060400000099", in: db) }
    #expect(device?.password == "987654" && device?.st == "31")
  }

  @Test func `a new logger takes over by one form`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("keeper")
      #expect(try await browser.get("\(path)/replacement").text.contains(House.meterMN))
      let bad = try await browser.post("\(path)/replacement", ["new": House.stationMN])
      #expect(bad.status == .unprocessableContent && bad.text.contains("先结束它的绑定"))
      let done = try await browser.post("\(path)/replacement", ["new": "33060400000077"])
      #expect(done.headers[.location] == "/devices/33060400000077")
    }
    let bindings = try await house.ledger.read { db in
      try Bindings.list(mn: "33060400000077", in: db)
    }
    #expect(bindings.map(\.point) == ["meter-1"])
  }

  @Test func `what is missing and when it was there are on its page`() async throws {
    let house = try await house()
    try await house.ledger.write { db in
      let at = House.start
      try DeviceGaps.found(
        mn: House.meterMN, cn: "2061", windowSeconds: 3_600, from: at - 7_200, until: at,
        longest: 72, at: at, in: db)
      let gap = try #require(try DeviceGaps.list(mn: House.meterMN, in: db).first)
      try DeviceGaps.settle(gap.id, .unavailable, reason: .noData, missing: 2, at: at, in: db)
      try DevicePresence.heard(House.meterMN, at: at - 3_600, intervalSeconds: 60, in: db)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(path).text
      #expect(page.contains("小时数据") && page.contains("设备称没有数据") && page.contains("重新补取"))
      #expect(page.contains("近 30 天在线"))
      let gap = try await house.ledger.read { db in
        try DeviceGaps.list(mn: House.meterMN, in: db).first
      }
      _ = try await browser.post("\(path)/retries", ["gap": "\(try #require(gap).id)"])
      #expect(try await browser.get(path).text.contains("待补"))
    }
  }

  @Test(arguments: ["chief", "firm"])
  func `others see what was asked and have no button`(name: String) async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn(name)
      let page = try await browser.get(path).text
      #expect(page.contains("还没有下发过命令") && !page.contains("name=\"request\""))
      #expect(try await browser.get("\(path)/ask").status == .forbidden)
      let asked = try await browser.post("\(path)/commands", ["request": "set-clock"])
      #expect(asked.status == .forbidden)
    }
  }

  private func list(_ quantity: String) -> [UInt8] {
    Array(
      """
      mn,password,device_label,point,point_label,point_kind,key,cn,quantity,statistic,window_s
      33060400000055,123456,新仪,p-55,新点,production,Pt-Rtd,2011,\(quantity),rtd,0
      """.utf8)
  }

  @Test func `a device list is taken whole or not at all, and says why`() async throws {
    let house = try await house()
    try await house.visit { browser in
      _ = try await browser.signIn("keeper")
      #expect(try await browser.get("/devices/import").text.contains("type=\"file\""))
      let bad = try await browser.upload(
        "/devices/imports", [:], photos: [list("gold")], as: "file")
      #expect(bad.status == .unprocessableContent && bad.text.contains("请填写方案中一个量的代码"))
      let none = try await house.ledger.read { db in try Devices.find("33060400000055", in: db) }
      #expect(none == nil)
      let done = try await browser.upload(
        "/devices/imports", [:], photos: [list("power")], as: "file")
      #expect(done.status == .ok)
      let device = try await house.ledger.read { db in try Devices.find("33060400000055", in: db) }
      #expect(device?.label.zh == "新仪")
    }
  }
}
