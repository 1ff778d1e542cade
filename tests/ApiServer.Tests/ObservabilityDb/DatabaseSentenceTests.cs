using System.Net.Sockets;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

public sealed class DatabaseSentenceTests
{
    [Test]
    public void Sentence_DroppedTable_IsSaidToBeMissing()
    {
        var dropped = new PostgresException("relation \"t\" does not exist", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable);

        var sentence = DatabaseFailure.Sentence(dropped, dropped.MessageText);

        Assert.That(DatabaseFailure.Explain(dropped).Reason, Is.EqualTo("TABLE_MISSING"));
        Assert.That(sentence, Does.Contain("is missing").And.Not.Contain("does not answer"));
    }

    [Test]
    public void Sentence_NobodyListens_SaysThatItDoesNotAnswer() =>
        Assert.That(DatabaseFailure.Sentence(new SocketException(111), "refused"), Does.Contain("does not answer"));
}
