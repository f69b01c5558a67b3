import Testing

@testable import Console

struct UploadSlotsTests {
  @Test func `guests that fill their slots leave those of the accounts free`() {
    let slots = UploadSlots()
    for network in 0..<UploadSlots.guests {
      #expect(slots.take(.guest("192.0.2.\(network)")))
    }
    #expect(!slots.take(.guest("198.51.100.1")))
    #expect(slots.take(.account(1)))
    slots.giveBack(.guest("192.0.2.0"))
    #expect(slots.take(.guest("198.51.100.1")))
  }

  @Test func `one network and one account have only so many`() {
    let slots = UploadSlots()
    for _ in 0..<UploadSlots.perNetwork { #expect(slots.take(.guest("192.0.2.1"))) }
    #expect(!slots.take(.guest("192.0.2.1")))
    #expect(slots.take(.guest("192.0.2.2")))
    for _ in 0..<UploadSlots.perAccount { #expect(slots.take(.account(1))) }
    #expect(!slots.take(.account(1)))
    #expect(slots.take(.account(2)))
    slots.giveBack(.account(1))
    #expect(slots.take(.account(1)))
  }
}
