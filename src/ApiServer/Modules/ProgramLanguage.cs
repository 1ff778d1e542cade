namespace Tricorder.ApiServer.Modules;

internal enum ProgramLanguage
{
    Unspecified = 0,
    BccC = 1,
    C = 2,
    Wat = 3,
}
