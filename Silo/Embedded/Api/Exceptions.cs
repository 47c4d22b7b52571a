namespace Orleans.Runtime;

/// <summary>A fault of the runtime.</summary>
public class OrleansException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The called object (an observer) is gone.</summary>
public sealed class ClientNotAvailableException(string message) : OrleansException(message);

/// <summary>No silo took the call, or the one that had it is gone.</summary>
public class OrleansMessageRejectionException(string message) : OrleansException(message);

/// <summary>The silo stops or has stopped; nothing of the call was done unless it had begun.</summary>
public sealed class SiloUnavailableException(string message) : OrleansMessageRejectionException(message);

/// <summary>A limit of the runtime was reached.</summary>
public sealed class LimitExceededException(string message) : OrleansException(message);
