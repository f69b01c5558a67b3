/// A document that is drafted when a step of the small plan is late.
extension SmallPlan {
  static let documents: [String: String] = [
    "documents/urge.yml": """
    document: urge
    clause: 4.4.a
    label: {zh: "督办函", en: "Supervision notice"}
    office: EEB
    number: "北环督〔{year}〕{number}号"
    sign: [lead, leader, {unit: north}]
    to: assignee
    reviews:
      - {review: legal, label: {zh: "法制审核", en: "Legal review"}}
    fields:
      - {field: addressee, kind: text, from: assignee, required: true, label: {zh: "主送", en: "To"}}
      - {field: facts, kind: prose, from: facts, required: true, label: {zh: "事实", en: "Facts"}}
      - {field: monitor, kind: text, required-when: telemetry, label: {zh: "验收编号", en: "Verification"}}
      - {field: answer-by, kind: date, label: {zh: "回复期限", en: "Answer by"}, hint: {zh: "一般三日", en: "Three days as a rule"}}
      - {field: inspector, kind: officer, from: officer, label: {zh: "执法人员", en: "Officer"}}
      - field: receipt
        kind: choice
        label: {zh: "签收", en: "Receipt"}
        choices:
          - {choice: signed, label: {zh: "签收", en: "Signed"}}
          - {choice: refused, label: {zh: "拒签", en: "Refused"}}
      - {field: witness, kind: text, required-when: {receipt: refused}, label: {zh: "见证人", en: "Witness"}}
    text:
      zh: |
        ::: head
        {{office}}
        :::

        # 督办函

        {{addressee}}：

        {{facts}}
        {{#receipt.refused}}
        当事人拒签，见证人{{witness}}。
        {{/receipt.refused}}
      en: |
        # Supervision notice

        To {{addressee}}: {{facts}}

        | Officer | {{inspector.name}} |
        |---------|--------------------|
        | Answer  | {{answer-by}}      |
    """
  ]
}
