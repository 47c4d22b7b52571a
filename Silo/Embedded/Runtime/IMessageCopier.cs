namespace Distribution.Embedded.Runtime;

/// <summary>
/// Copies what crosses a call. Production passes immutable messages as they are; tests and simulation install a copier that
/// serializes and reads back, so that a message which would not survive the wire fails here too.
/// </summary>
public interface IMessageCopier
{
    /// <summary>A copy equal to <paramref name="value"/>.</summary>
    T Copy<T>(T value);
}
