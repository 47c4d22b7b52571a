using System.CommandLine;
using Distribution.Embedded.Storage;

namespace Distribution.AppHost.Standalone;

/// <summary>What the program can be told to do.</summary>
internal static class Commands
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "The folder that holds everything.",
        DefaultValueFactory = static _ => new DirectoryInfo("data"),
        Recursive = true,
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = static _ => 5080,
    };

    private static readonly Option<bool> Fresh = new("--fresh") { Description = "Begin with an empty data folder; what is in it is deleted." };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Seed a few projects, and a crowd of simulated trainers who work on them." };
    private static readonly Option<string> Email = new("--email") { Required = true };
    private static readonly Option<string> Role = new("--role") { DefaultValueFactory = static _ => "trainer" };
    private static readonly Option<int> Count = new("--count") { DefaultValueFactory = static _ => 1 };
    private static readonly Argument<DirectoryInfo> Target = new("folder") { Description = "Another folder: empty or missing where it is written." };

    public static RootCommand Create()
    {
        var root = new RootCommand("Distribution: a live task-distribution platform for human AI trainers.") { Data, Port, Fresh, Demo };
        root.SetAction(static (parsed, stop) => Server.RunAsync(
            new ServeOptions(parsed.GetValue(Data)!, parsed.GetValue(Port), parsed.GetValue(Fresh), parsed.GetValue(Demo)), stop));
        root.Subcommands.Add(Admin());
        root.Subcommands.Add(Tokens());
        root.Subcommands.Add(Folder("backup", "Copy the data folder, verified; the system may be running.",
            static (from, to) => FolderCommands.BackupAsync(from, to)));
        root.Subcommands.Add(Folder("restore", "Fill the data folder, which must be empty, from a backup, verified.",
            static (to, from) => FolderCommands.RestoreAsync(from, to)));
        root.Subcommands.Add(Folder("repair", "Write what can be recovered of a damaged data folder into another.",
            static (from, to) => FolderCommands.RepairAsync(from, to)));
        root.Subcommands.Add(Verify());
        root.Subcommands.Add(Move());
        return root;
    }

    private static Command Admin()
    {
        var create = new Command("create", "Make an administrator; the password is read from standard input.") { Email };
        create.SetAction(static (parsed, stop) => Server.CreateAdminAsync(parsed.GetValue(Data)!, parsed.GetValue(Email)!, stop));
        return new Command("admin", "Administrators, from the command line.") { create };
    }

    private static Command Tokens()
    {
        var mint = new Command("mint", "Make accounts without passwords and print a bearer token for each, for programs.") { Role, Count };
        mint.SetAction(static (parsed, stop) =>
            Server.MintAsync(parsed.GetValue(Data)!, parsed.GetValue(Role)!, parsed.GetValue(Count), stop));
        return new Command("tokens", "Tokens, from the command line.") { mint };
    }

    private static Command Folder(string name, string description, Func<string, string, Task<int>> action)
    {
        var command = new Command(name, description) { Target };
        command.SetAction((parsed, _) => action(parsed.GetValue(Data)!.FullName, parsed.GetValue(Target)!.FullName));
        return command;
    }

    private static Command Move()
    {
        var export = new Command("export", "Write everything of the data folder, which nobody serves from, into a package for another installation.") { Target };
        export.SetAction(static (parsed, stop) => FolderCommands.ExportAsync(parsed.GetValue(Data)!.FullName, parsed.GetValue(Target)!.FullName, stop));
        var import = new Command("import", "Fill the data folder, which must be empty, from a package; a cluster's silo has the same command.") { Target };
        import.SetAction(static (parsed, stop) => FolderCommands.ImportAsync(parsed.GetValue(Data)!.FullName, parsed.GetValue(Target)!.FullName, stop));
        return new Command("move", "From one machine to many, or to another.") { export, import };
    }

    private static Command Verify()
    {
        var verify = new Command("verify", "Read everything and compare it with its checksums.");
        verify.SetAction(static (parsed, _) => FolderCommands.GuardAsync(() =>
        {
            Console.WriteLine($"Sound: {StorageFolder.Verify(parsed.GetValue(Data)!.FullName)}.");
            return Task.CompletedTask;
        }));
        return verify;
    }
}
