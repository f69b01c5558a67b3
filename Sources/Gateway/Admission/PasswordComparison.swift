/// Whether a device's password is the one on file. The time it takes depends on what was sent, not
/// on how much of it is right.
func isPassword(_ sent: some Collection<UInt8>, equalTo onFile: some Collection<UInt8>) -> Bool {
  var difference = sent.count ^ onFile.count
  var expected = onFile.startIndex
  for byte in sent {
    if expected == onFile.endIndex { expected = onFile.startIndex }
    let right = expected == onFile.endIndex ? 0 : onFile[expected]
    difference |= Int(byte ^ right)
    if expected != onFile.endIndex { onFile.formIndex(after: &expected) }
  }
  return difference == 0
}
