import Glibc
import NIOCore
import NIOPosix

/// Why a connection failed, in the words of the system where it has any.
func connectionReason(_ error: any Error) -> String {
  if let error = error as? NIOConnectionError {
    if let first = error.connectionErrors.first { return connectionReason(first.error) }
    if error.dnsAError != nil || error.dnsAAAAError != nil { return "the name is not known" }
  }
  if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
  return "\(error)"
}
