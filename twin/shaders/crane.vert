// A tower crane: stands while its building rises, as high as it has risen.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform sampler2D buildings;
uniform sampler2DArray states;
uniform vec4 clock;

in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 face;
in uint owner;
in uvec4 part;

out vec3 place, normal;
out vec2 along;                         // metres along the beam, share across it
flat out vec2 beam;                     // sort of part as in twin/cranes.py, width

#include "states.glsl"

void main() {
    vec4 a = building_row(0), b = building_row(1);
    float progress = state_at(clock.x).r;
    vec3 p = p3d_Vertex.xyz;
    float top_m = b.x + storeys_reached(progress, a.x) * a.y;
    if (part.y == 1u) p.z += max(top_m, b.x + 12.);
    place = p;
    normal = p3d_Normal;
    along = vec2(face.w > 0. ? p.z * step(.5, abs(face.z - face.x)) + face.x : 0., face.y);
    beam = vec2(float(part.x), face.w);
    bool gone = progress < .5 / 255. || progress > 254.5 / 255. || clock.w > .5;
    gl_Position = gone ? vec4(2., 2., 2., 1.) : p3d_ModelViewProjectionMatrix * vec4(p, 1.);
}
