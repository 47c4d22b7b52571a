namespace Distribution.Contracts;

/// <summary>
/// The call may be sent again while its outcome is unknown: done twice, it is done once, and answers the same. Where callers and grains
/// are apart, such calls are tried again when a silo is lost.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;
