using Microsoft.CodeAnalysis;

namespace Distribution.Generator;

/// <summary>What may be wrong with a grain. Each message ends with what to do.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor ReturnType = Rule("DIST001", "A grain method returns a task",
        "'{0}' returns '{1}', which cannot cross a grain call; return Task, Task<T>, ValueTask or ValueTask<T>");

    public static readonly DiagnosticDescriptor GenericMethod = Rule("DIST002", "A grain method is not generic",
        "'{0}' is generic; declare one method for each type that is really sent");

    public static readonly DiagnosticDescriptor GenericType = Rule("DIST003", "A grain interface or class is not generic",
        "'{0}' is generic or lies within a generic type; declare a non-generic type for each case that is really used");

    public static readonly DiagnosticDescriptor ByReference = Rule("DIST004", "A parameter is passed by value",
        "Parameter '{0}' of '{1}' is passed by reference; pass it by value and return what changed");

    public static readonly DiagnosticDescriptor NotAMethod = Rule("DIST005", "A grain interface has methods only",
        "'{0}' is not an instance method; replace it by a method that returns a task");

    public static readonly DiagnosticDescriptor VoidOutsideObserver = Rule("DIST006", "Only observers have void methods",
        "'{0}' returns void, so its caller would never learn of a failure; return Task, or derive the interface from IGrainObserver");

    public static readonly DiagnosticDescriptor Constructors = Rule("DIST007", "A grain class has one constructor",
        "'{0}' has {1} public or internal constructors; leave exactly one for the runtime to call");

    public static readonly DiagnosticDescriptor HiddenClass = Rule("DIST008", "A grain class is accessible",
        "Grain class '{0}' cannot be reached by generated code; make it, and the types around it, internal or public");

    public static readonly DiagnosticDescriptor StateType = Rule("DIST009", "[PersistentState] marks an IPersistentState<T>",
        "Parameter '{0}' of '{1}' carries [PersistentState] but is a '{2}'; change its type to IPersistentState<T> or drop the attribute");

    public static readonly DiagnosticDescriptor HiddenInterface = Rule("DIST010", "A grain interface is accessible",
        "Grain interface '{0}' cannot be reached by generated code; make it, and the types around it, internal or public");

    public static readonly DiagnosticDescriptor TokenPlace = Rule("DIST011", "A cancellation token comes last",
        "Parameter '{0}' of '{1}' is a cancellation token that would not arrive; make it the last parameter and return a task");

    public static readonly DiagnosticDescriptor Unsendable = Rule("DIST012", "A parameter can be kept in a message",
        "Parameter '{0}' of '{1}' is a '{2}', which lives on the stack only; pass an array or another type that can be stored");

    public static readonly DiagnosticDescriptor Timeout = Rule("DIST013", "[ResponseTimeout] is a time span",
        "The response timeout '{0}' of '{1}' is not a positive time span; write it as \"hh:mm:ss\"");

    public static readonly DiagnosticDescriptor OneWayResult = Rule("DIST014", "A one-way method has no result",
        "'{0}' carries [OneWay] but returns a result that no caller would get; return Task or ValueTask, or drop the attribute");

    public static readonly DiagnosticDescriptor UnnamedState = Rule("DIST015", "An IPersistentState<T> has a name",
        "Parameter '{0}' of '{1}' is a persistent state without a name; mark it with [PersistentState(\"name\", \"storage\")]");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Distribution.Grains", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
