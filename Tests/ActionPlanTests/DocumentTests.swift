import Seeds
import Testing

@testable import ActionPlan

/// Forms are read as written, and what a value holds means nothing to Markdown.
@Suite struct DocumentTests {
  @Test func `a document keeps its office, signers, reviews and the needs of its fields`() throws {
    let plan = try #require(PlanFolder.read(files: SmallPlan.files).plan)
    let form = try #require(plan.document("urge"))
    #expect(form.office == "EEB" && form.to == .assignee)
    #expect(form.sign == [.lead, .leader, .unit("north")])
    #expect(form.reviews.map(\.id) == ["legal"])
    #expect(form.number(7, ofYear: 2021) == "北环督〔2021〕7号")
    #expect(form.field("addressee")?.from == .assignee)
    #expect(form.field("facts")?.need == .always)
    #expect(form.field("monitor")?.need == .telemetry)
    #expect(form.field("witness")?.need == .field("receipt", among: ["refused"]))
    #expect(
      plan.procedure("off")?.late.last
        == Lateness(
          afterSeconds: 172_800, tell: [], draft: .init(document: "urge", sign: .leader)))
  }

  @Test func `a draft without sign is for the document's first signer`() throws {
    let reading = SmallPlan.reading("procedures/off.yml", replacing: ", sign: leader", with: "")
    #expect(reading.plan?.procedure("off")?.late.last?.draft?.sign == .lead)
  }

  @Test func `sections stand where their value is not empty, and take their lines along`() throws {
    let template = try DocumentTemplate("a\n{{#x}}\nwith {{x}}\n{{/x}}\n{{^x}}\nwithout\n{{/x}}\nb")
    #expect(template.markdown(["x": "1"]) == "a\nwith 1\nb")
    #expect(template.markdown([:]) == "a\nwithout\nb")
  }

  @Test(
    arguments: [
      "**bold** # head | bar", "a\\", "```\n---\n::: head", "| a | b |\n|---|---|", "{{x}}",
      "<script>alert(1)</script>", "\\*\\*", "# 标题",
    ])
  func `a value comes out as it is`(value: String) throws {
    let text = try FormText(try DocumentTemplate("{{x}}").markdown(["x": value]))
    let lines = text.blocks.map { block -> String in
      guard case .paragraph(.body, let runs) = block else { return "no paragraph" }
      return runs.map { run in
        if case .text(let text) = run { return text }
        return "no text"
      }.joined()
    }
    #expect(lines == value.split(separator: "\n").map(String.init))
  }

  @Test func `a bar in a cell's value makes no other cell`() throws {
    let template = try DocumentTemplate("| a | {{x}} |\n|--|----|")
    let text = try FormText(template.markdown(["x": "1 | 2\n3"]))
    #expect(
      text.blocks == [
        .table(
          widths: [33, 66], rows: [[[.text("a")], [.text("1 | 2"), .lineBreak, .text("3")]]])
      ])
  }

  @Test func `whatever is written, a text is read or refused`() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "{{", "}}", "{{#a}}", "{{/a}}", "{{^a}}", "|", "|--|", "\n", ":::", "::: head\n", "**", "\\",
      "# ", "---", "\u{2028}", "\u{E000}", "表", "\r\n", "{{{", "a",
    ]
    for _ in 0..<4_000 {
      let text = (0..<Int.random(in: 0...14, using: &generator))
        .map { _ in pieces.randomElement(using: &generator)! }.joined()
      guard let template = try? DocumentTemplate(text) else { continue }
      _ = try? FormText(template.markdown(["a": text]))
    }
  }
}
