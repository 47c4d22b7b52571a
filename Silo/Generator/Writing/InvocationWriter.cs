using System.Globalization;
using Distribution.Generator.Model;
using Distribution.Generator.Reading;

namespace Distribution.Generator.Writing;

/// <summary>Writes the message of one method.</summary>
internal static class InvocationWriter
{
    private const string Runtime = "global::Distribution.Embedded.Runtime.";
    private const string Task = "global::System.Threading.Tasks.Task";
    private const string TargetAndToken = "object target, global::System.Threading.CancellationToken cancellationToken";

    public static void Write(CodeWriter code, MethodModel method)
    {
        code.Generated().Open($"internal sealed class {method.CallName} : {Runtime}{BaseType(method)}");
        WriteMethodInfo(code, method);
        if (method.ArgumentCount > 0)
        {
            WriteArguments(code, method);
        }

        code.Line().Line($"public override {Runtime}GrainMethod Method => GeneratedMethod;").Line();
        WriteInvoke(code, method);
        code.Close();
    }

    private static string BaseType(MethodModel method) => method.Return switch
    {
        { Kind: ReturnKind.Void } => "VoidInvocation",
        { Result: { } result } => $"TaskInvocation<{result}>",
        _ => "TaskInvocation",
    };

    private static void WriteMethodInfo(CodeWriter code, MethodModel method)
    {
        code.Open($"private static readonly {Runtime}GrainMethod GeneratedMethod = new {Runtime}GrainMethod");
        code.Line($"Interface = typeof({method.Interface}),").Line($"Name = {Names.Literal(method.Name)},");
        var options = method.Options;
        Flag("IsReadOnly", options.IsReadOnly);
        Flag("IsAlwaysInterleave", options.IsAlwaysInterleave);
        Flag("IsOneWay", options.IsOneWay);
        if (options.TimeoutTicks is { } ticks)
        {
            code.Line($"ResponseTimeout = {Names.Span(ticks)},");
        }

        code.Close(";");

        void Flag(string name, bool isSet)
        {
            if (isSet)
            {
                code.Line($"{name} = true,");
            }
        }
    }

    private static void WriteArguments(CodeWriter code, MethodModel method)
    {
        var arguments = method.Parameters.Take(method.ArgumentCount)
            .Select((p, i) => (p.Type, Number: i.ToString(CultureInfo.InvariantCulture))).ToList();
        foreach (var (type, number) in arguments)
        {
            code.Line($"private {type} _arg{number};");
        }

        code.Line().Open($"internal {method.CallName}({string.Join(", ", arguments.Select(a => $"{a.Type} arg{a.Number}"))})");
        foreach (var (_, number) in arguments)
        {
            code.Line($"_arg{number} = arg{number};");
        }

        code.Close().Line().Line($"public override int ArgumentCount => {method.ArgumentCount.ToString(CultureInfo.InvariantCulture)};");
        code.Line().Open("public override object? GetArgument(int index) => index switch");
        foreach (var (_, number) in arguments)
        {
            code.Line($"{number} => _arg{number},");
        }

        code.Line("_ => base.GetArgument(index),").Close(";");
        code.Line().Open($"public override void CopyArguments({Runtime}IMessageCopier copier)");
        foreach (var (_, number) in arguments)
        {
            code.Line($"_arg{number} = copier.Copy(_arg{number});");
        }

        code.Close();
    }

    private static void WriteInvoke(CodeWriter code, MethodModel method)
    {
        var arguments = Enumerable.Range(0, method.ArgumentCount).Select(i => "_arg" + i.ToString(CultureInfo.InvariantCulture));
        var passed = string.Join(", ", method.TakesToken ? arguments.Append("cancellationToken") : arguments);
        var call = $"(({method.Interface})target).{Names.Identifier(method.Name)}({passed})";
        var (type, parameters, suffix) = method.Return switch
        {
            { Kind: ReturnKind.Void } => ("void", "object target", ""),
            { Kind: ReturnKind.ValueTask } => (Task, TargetAndToken, ".AsTask()"),
            { Kind: ReturnKind.ValueTaskOfResult } r => ($"{Task}<{r.Result}>", TargetAndToken, ".AsTask()"),
            { Type: var task } => (task, TargetAndToken, ""),
        };
        code.Line($"protected override {type} InvokeCore({parameters}) =>").Line($"    {call}{suffix};");
    }
}
