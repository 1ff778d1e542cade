namespace Tricorder.ApiServer.Modules;

internal enum ProgramFormat
{
    Text = 1,
    Binary = 2,
}
