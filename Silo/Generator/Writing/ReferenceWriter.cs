using Distribution.Generator.Model;
using Distribution.Generator.Reading;

namespace Distribution.Generator.Writing;

/// <summary>Writes the reference of an interface, with its invocations nested inside.</summary>
internal static class ReferenceWriter
{
    public static string Write(ReferenceModel model, string @namespace)
    {
        var code = new CodeWriter();
        code.Line($"namespace {@namespace};").Line().Generated();
        code.Open($"internal sealed class {model.ReferenceName} : global::Orleans.Runtime.GrainReference, {model.Interface}");
        code.Line($"internal {model.ReferenceName}(global::Distribution.Embedded.Runtime.ReferenceTarget target) : base(target) {{ }}");
        foreach (var method in model.Methods)
        {
            code.Line();
            WriteMethod(code, method);
        }

        foreach (var method in model.Methods)
        {
            code.Line();
            InvocationWriter.Write(code, method);
        }

        return code.Close().ToString();
    }

    /// <summary>Explicit, so that equal methods of two base interfaces stay two methods and no name of a base class is hidden.</summary>
    private static void WriteMethod(CodeWriter code, MethodModel method)
    {
        var parameters = string.Join(", ", method.Parameters.Select(p => $"{p.Type} {p.Name}"));
        var arguments = string.Join(", ", method.Parameters.Take(method.ArgumentCount).Select(p => p.Name));
        var token = method.TakesToken ? ", " + method.Parameters[method.ArgumentCount].Name : "";
        var send = $"base.Send(new {method.CallName}({arguments}){token})";
        if (method.Return.Kind is ReturnKind.ValueTask or ReturnKind.ValueTaskOfResult)
        {
            send = $"new {method.Return.Type}({send})";
        }

        code.Line($"{method.Return.Type} {method.Interface}.{Names.Identifier(method.Name)}({parameters}) =>");
        code.Line($"    {send};");
    }
}
