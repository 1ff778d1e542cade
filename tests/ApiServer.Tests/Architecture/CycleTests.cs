using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.NUnit;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Whatever uses another can not be used by it, neither directly nor by way of others: rooms, and folders inside a room.</summary>
internal sealed class CycleTests
{
    private static IEnumerable<string> Rooms() => ServerCode.Rooms;

    [Test]
    public void Rooms_HaveNoCycle() => Free(ServerCode.RoomOf, "rooms").Check(ServerCode.All);

    [TestCaseSource(nameof(Rooms))]
    public void Folders_InARoom_HaveNoCycle(string room) =>
        Free(type => ServerCode.RoomOf(type) == room && !Registers(type, room) ? ServerCode.FolderOf(type) : "", $"folders of {room}")
            .Check(ServerCode.All);

    /// <summary>The class that registers what a room has knows all of its folders, and nothing in the room knows it.</summary>
    private static bool Registers(IType type, string room) => type.Name == room + "Room";

    private static SliceRule Free(Func<IType, string> sliceOf, string what)
    {
        var creator = new SliceRuleCreator();
        creator.SetSliceAssignment(new SliceAssignment(
            type => sliceOf(type) is { Length: > 0 } slice ? SliceIdentifier.Of(slice) : SliceIdentifier.Ignore(), what));
        return new SlicesShould(creator).BeFreeOfCycles();
    }
}
