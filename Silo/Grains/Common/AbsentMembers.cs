using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Distribution.Grains.Common;

/// <summary>
/// A record that was written before its type got a member reads back with that member's initial value. Generated contracts build a type
/// with init-only members in one expression that names them all, so what is absent would become null or zero instead.
/// </summary>
public static class AbsentMembers
{
    private static readonly MethodInfo SetterOf = typeof(AbsentMembers).GetMethod(nameof(Setter), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Makes a contract build an instance first, and then set only what is there. For reading; writing stays as generated.</summary>
    public static void KeepInitializers(JsonTypeInfo contract)
    {
        if (contract.Kind != JsonTypeInfoKind.Object || contract.Type.IsValueType || contract.Type.IsAbstract) return;
        if (contract.Type.GetConstructor(Type.EmptyTypes) is null) return;
        contract.CreateObject = () => Activator.CreateInstance(contract.Type)!;
        foreach (var member in contract.Properties)
        {
            if (member.AttributeProvider is not PropertyInfo { SetMethod: not null } property) continue;
            member.Set = (Action<object, object?>)SetterOf.MakeGenericMethod(property.DeclaringType!, property.PropertyType).Invoke(null, [property])!;
        }
    }

    private static Action<object, object?> Setter<TOwner, TValue>(PropertyInfo property)
    {
        var set = property.SetMethod!.CreateDelegate<Action<TOwner, TValue>>();
        return (owner, value) => set((TOwner)owner, (TValue)value!);
    }
}
