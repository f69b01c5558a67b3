import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct RoleTests {
  @Test func `pages call people by the plan's roles, and by the product's own besides`()
    async throws
  {
    let house = try await House()
    let given = try GivenRoles(["grid-officer", "auditor"], plan: house.plan, unit: "baiguan")
    _ = try await house.accounts.create(
      AccountDraft(
        name: "grid", displayName: "王丽", unit: "baiguan", roles: given.roles,
        planRoles: given.planRoles), password: House.password, mustChangePassword: false,
      by: .system("test"))
    try await house.visit { browser in
      _ = try await browser.signIn("grid")
      #expect(try await browser.get("/desk").text.contains("镇街网格员、审计"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/desk").text.contains("Town grid officer, Auditor"))
    }
  }
}
