namespace Tricorder.ApiServer.Security;

/// <summary>What a caller may do; numbers as in the public contract. The first four are a ladder, AGENT stands beside it.</summary>
internal enum Role
{
    Viewer = 1,
    Author = 2,
    Deployer = 3,
    Admin = 4,
    Agent = 5,
}
